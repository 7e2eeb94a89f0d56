/// A format that a dataset can be exported to: a provider's, or a training stack's.
public enum ExportTarget: String, Sendable, Hashable, CaseIterable {
  case openai, azure, together, fireworks, gemini, bedrock
  case bedrockNova = "bedrock-nova"
  case trl
  case llamaFactory = "llama-factory"
  case msSwift = "ms-swift"
  case axolotl, llava, webdataset
}
