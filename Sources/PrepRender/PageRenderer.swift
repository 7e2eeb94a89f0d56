/// Who draws the pages of documents.
package enum PageRenderer: Sendable, Hashable {
  /// Helper processes, one a job: this program, started with the verb `render-helper`.
  case helper(executable: String)
  /// This process, one page at a time. A hostile document can then bring it down.
  case inProcess

  /// What helpers are copies of, not yet started; nil without helpers.
  package var template: HelperTemplate? {
    switch self {
    case .helper(let executable): HelperTemplate(executable: executable)
    case .inProcess: nil
    }
  }
}
