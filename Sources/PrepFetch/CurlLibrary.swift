import CPrepCurl

/// The process-wide state of libcurl.
enum CurlLibrary {
  /// Sets libcurl up, once for the process; a static is initialised by one thread while others wait. It is never torn down:
  /// resolver threads of abandoned transfers may outlive their fetcher.
  static let ready = curl_global_init(CLong(CURL_GLOBAL_ALL)) == CURLE_OK
}
