import CPrepCurl

/// The curl handle that drives many transfers at once, with their connections and the name cache.
struct MultiHandle: ~Copyable {
  let raw: UnsafeMutableRawPointer

  /// Nil when memory or file descriptors ran out.
  init?(connections: Int, perHost: Int) {
    guard let raw = curl_multi_init() else { return nil }
    self.raw = raw
    prepcurl_multi_set_long(raw, CURLMOPT_PIPELINING, CLong(CURLPIPE_MULTIPLEX))
    prepcurl_multi_set_long(raw, CURLMOPT_MAXCONNECTS, CLong(connections))
    prepcurl_multi_set_long(raw, CURLMOPT_MAX_TOTAL_CONNECTIONS, CLong(connections))
    // Admission keeps to this limit already, except where many hosts redirect to one.
    prepcurl_multi_set_long(raw, CURLMOPT_MAX_HOST_CONNECTIONS, CLong(perHost))
  }

  /// The one owner's end is the handle's and its connections'; all transfers must have been removed.
  deinit { curl_multi_cleanup(raw) }

  /// Starts a transfer; false when curl does not take it.
  func add(_ easy: borrowing EasyHandle) -> Bool { curl_multi_add_handle(raw, easy.raw) == CURLM_OK }

  func remove(_ easy: borrowing EasyHandle) { curl_multi_remove_handle(raw, easy.raw) }

  /// Does what can be done without waiting.
  func perform() -> Bool {
    var running: CInt = 0
    return curl_multi_perform(raw, &running) == CURLM_OK
  }

  /// Waits for the network, a timer of curl, a wake-up, or this long.
  func wait(milliseconds: Int) -> Bool { curl_multi_poll(raw, nil, 0, CInt(milliseconds), nil) == CURLM_OK }

  /// The next transfer that has ended, as the context set with CURLOPT_PRIVATE, and how it ended.
  func nextFinished() -> (context: UnsafeMutableRawPointer, result: CURLcode)? {
    var easy: UnsafeMutableRawPointer?
    var result = CURLE_OK
    while prepcurl_next_finished(raw, &easy, &result) {
      if let easy, let context = prepcurl_get_private(easy) { return (context, result) }
    }
    return nil
  }
}
