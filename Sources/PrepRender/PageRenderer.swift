/// Where the pages of documents are drawn.
package enum PageRenderer: Sendable, Hashable {
  /// In helper processes, one per job: this program, started with the verb `render-helper`.
  case helper(executable: String)
  /// In this process, one page at a time. A hostile document can then crash it.
  case inProcess

  /// The template for helpers, not yet started; nil without helpers.
  package var template: HelperTemplate? {
    switch self {
    case .helper(let executable): HelperTemplate(executable: executable)
    case .inProcess: nil
    }
  }
}
