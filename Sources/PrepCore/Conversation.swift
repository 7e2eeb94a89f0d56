/// The texts of a training example; the images belong to the user's message.
package struct Conversation: Sendable, Hashable {
  package var system: String?
  package var user: String
  package var assistant: String

  package init(system: String?, user: String, assistant: String) {
    self.system = system
    self.user = user
    self.assistant = assistant
  }
}
