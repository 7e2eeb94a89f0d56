import CPrepCurl
import PrepCore

/// Headers as curl wants them. curl does not copy them, so they must outlive their use.
final class HeaderList {
  let raw: UnsafeMutablePointer<curl_slist>?

  init(_ headers: [Recipe.Header]) {
    var list: UnsafeMutablePointer<curl_slist>?
    // With a list that could not grow there is no telling which headers are missing: better none.
    for header in headers {
      guard let longer = curl_slist_append(list, "\(header.name): \(header.value)") else { break }
      list = longer
    }
    raw = list
  }

  deinit { curl_slist_free_all(raw) }
}
