import PrepCore
import Testing

@testable import PrepExport

@Suite("Tools and weights go where the format has a place for them, and cost the record where not")
struct ToolTests {
  private let line = """
    {"messages":[{"role":"user","content":"Weather?"},\
    {"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"w","arguments":"{\\"at\\":1.0, \\"b\\":2}"}}]},\
    {"role":"tool","tool_call_id":"c1","content":"dry"},{"role":"assistant","content":"Dry."}],\
    "tools":[{"type":"function","function":{"name":"w","parameters":{"z":1.0,"a":2}}}]}
    """

  @Test("LLaMA-Factory: function_call and observation; arguments as they were")
  func llamaFactory() throws {
    let record = try ExampleLines.record(line, .llamaFactory)
    #expect(record.contains(#"{"from":"function_call","value":"{\"name\":\"w\",\"arguments\":{\"at\":1.0, \"b\":2}}"}"#))
    #expect(record.contains(#"{"from":"observation","value":"dry"}"#))
    #expect(
      record.contains(#""tools":"[{\"type\":\"function\",\"function\":{\"name\":\"w\",\"parameters\":{\"z\":1.0,\"a\":2}}}]""#))
  }

  @Test("ms-swift: tool_call and tool_response")
  func msSwift() throws {
    let record = try ExampleLines.record(line, .msSwift)
    #expect(record.contains(#"{"role":"tool_call","content":"{\"name\":\"w\",\"arguments\":{\"at\":1.0, \"b\":2}}"}"#))
    #expect(record.contains(#"{"role":"tool_response","content":"dry"}"#))
  }

  @Test("TRL: calls as they are, tools as JSON in a text")
  func trl() throws {
    let record = try ExampleLines.record(line, .trl)
    #expect(
      record.contains(
        #""tool_calls":[{"id":"c1","type":"function","function":{"name":"w","arguments":"{\"at\":1.0, \"b\":2}"}}]"#))
    #expect(record.contains(#""tool_call_id":"c1""#))
    #expect(record.contains(#""tools":"[{\"type\":\"function\""#))
  }

  @Test("No place for tools", arguments: [ExportTarget.gemini, .bedrock, .bedrockNova, .axolotl, .llava])
  func none(target: ExportTarget) throws {
    #expect(try ExampleLines.fault(line, target)?.code == .notSupported)
  }

  @Test("An answer of weight 0 is not trained on")
  func weight() throws {
    let line = """
      {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0},\
      {"role":"user","content":"c"},{"role":"assistant","content":"d","weight":1}]}
      """
    #expect(try ExampleLines.record(line, .msSwift).contains(#"{"role":"assistant","content":"b","loss":false}"#))
    for target in [ExportTarget.trl, .llamaFactory, .axolotl, .llava, .gemini, .bedrock, .webdataset] {
      #expect(try ExampleLines.fault(line, target)?.code == .notSupported, "\(target)")
    }
    // The weight 1 says what every format takes for granted.
    #expect(try ExampleLines.fault(line.replacing("\"weight\":0", with: "\"weight\":1"), .trl) == nil)
  }

  @Test("Functions, which tools replaced, stay where records stay as they are")
  func functions() throws {
    let line = #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"functions":[{"name":"f"}]}"#
    #expect(try ExampleLines.record(line, .openai) == line)
    #expect(try ExampleLines.fault(line, .msSwift)?.code == .notSupported)
  }
}
