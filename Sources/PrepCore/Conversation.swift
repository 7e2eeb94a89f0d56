/// The texts of a training example; the images belong to the user's message.
public struct Conversation: Sendable, Hashable {
  public var system: String?
  public var user: String
  public var assistant: String

  public init(system: String?, user: String, assistant: String) {
    self.system = system
    self.user = user
    self.assistant = assistant
  }
}
