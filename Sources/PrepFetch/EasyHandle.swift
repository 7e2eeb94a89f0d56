import CPrepCurl

/// One curl handle for transfers, one after the other: what is set on it stays from one to the next.
struct EasyHandle: ~Copyable {
  let raw: UnsafeMutableRawPointer
  /// Where curl writes a sentence about an error; it must outlive the handle.
  private let sentence: UnsafeMutablePointer<CChar>

  /// Nil when memory ran out.
  init?() {
    guard let raw = curl_easy_init() else { return nil }
    self.raw = raw
    sentence = .allocate(capacity: Int(CURL_ERROR_SIZE))
    sentence.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    prepcurl_set_pointer(raw, CURLOPT_ERRORBUFFER, sentence)
  }

  /// The one owner's end is the handle's; the transfer must have been removed from the multi handle.
  deinit {
    curl_easy_cleanup(raw)
    sentence.deallocate()
  }

  func set(_ option: CURLoption, _ value: Int) { prepcurl_set_long(raw, option, CLong(value)) }

  func set(_ option: CURLoption, _ value: String) { prepcurl_set_string(raw, option, value) }

  func number(_ info: CURLINFO) -> Int { Int(prepcurl_get_long(raw, info)) }

  func offset(_ info: CURLINFO) -> Int { Int(prepcurl_get_offset(raw, info)) }

  func text(_ info: CURLINFO) -> String? { prepcurl_get_string(raw, info).map { String(cString: $0) } }

  /// Takes a string option back.
  func clear(_ option: CURLoption) { prepcurl_set_pointer(raw, option, nil) }

  /// What curl wrote about the last error. It may name the host.
  var errorSentence: String { String(cString: sentence) }
}
