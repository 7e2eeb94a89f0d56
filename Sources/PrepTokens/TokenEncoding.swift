/// A published way of turning text into tokens: how a text is divided into pieces, and which byte strings are tokens.
///
/// Source: tiktoken 0.14.0, tiktoken_ext/openai_public.py.
package enum TokenEncoding: String, Sendable, Hashable, CaseIterable {
  case o200kBase = "o200k_base"
  case cl100kBase = "cl100k_base"

  /// The name of the file with the vocabulary, which its owner publishes and this project does not hold.
  package var fileName: String { "\(rawValue).tiktoken" }

  /// SHA-256 of that file, as its owner publishes it.
  package var fileDigest: String {
    switch self {
    case .o200kBase: "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
    case .cl100kBase: "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
    }
  }
}
