import PrepCore

/// Why a record cannot be exported. It costs its own row.
struct ExportFault: Error, Sendable, Hashable {
  var code: ExportCode
  /// A sentence for a person: what was found, what is allowed.
  var message: String

  init(_ code: ExportCode, _ message: String) {
    self.code = code
    self.message = message
  }
}
