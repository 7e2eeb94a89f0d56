package import PrepCore

extension PageRendering {
  /// The template for helpers, not yet started; nil without helpers.
  package var template: HelperTemplate? {
    switch self {
    case .helpers(let executable): HelperTemplate(executable: executable)
    case .inProcess: nil
    }
  }
}
