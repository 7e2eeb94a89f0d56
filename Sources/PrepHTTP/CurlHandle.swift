import CPrepCurl
import Glibc

// All code that calls libcurl. No other file imports it, so that its types, codes and rules stay here.

/// The process-wide state of libcurl.
enum CurlLibrary {
  /// Initialises libcurl once per process; Swift initialises a static on one thread while others wait. It is never cleaned up:
  /// resolver threads of abandoned transfers may outlive their client.
  static let ready = curl_global_init(CLong(CURL_GLOBAL_ALL)) == CURLE_OK

  /// Whether this libcurl was built with HTTP/2.
  static let speaksHTTP2 = curl_version_info(CURLVERSION_FIRST).pointee.features & CURL_VERSION_HTTP2 != 0
}

// MARK: One transfer

/// One curl handle for consecutive transfers; its options persist from one transfer to the next.
struct EasyHandle: ~Copyable {
  fileprivate let raw: UnsafeMutableRawPointer
  /// Where curl writes a sentence about an error; it must outlive the handle.
  private let sentence: UnsafeMutablePointer<CChar>

  /// Throws when memory ran out.
  init() throws(HTTPFault) {
    guard let raw = curl_easy_init() else { throw HTTPFault(.outOfMemory) }
    let sentence = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    sentence.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    do throws(HTTPFault) {
      try Self.accept(prepcurl_set_pointer(raw, CURLOPT_ERRORBUFFER, sentence), CURLOPT_ERRORBUFFER)
    } catch {
      curl_easy_cleanup(raw)
      sentence.deallocate()
      throw error
    }
    self.raw = raw
    self.sentence = sentence
  }

  /// The handle has one owner and is freed with it; the transfer must have been removed from the multi handle.
  deinit {
    curl_easy_cleanup(raw)
    sentence.deallocate()
  }

  /// curl's message for the last error. It may contain the host's name.
  var errorSentence: String { String(cString: sentence) }

  /// Clears the message of the previous transfer.
  func clearError() { sentence.pointee = 0 }

  fileprivate static func accept(_ code: CURLcode, _ option: CURLoption) throws(HTTPFault) {
    guard code != CURLE_OK else { return }
    let name = curl_easy_option_by_id(option).map { String(cString: $0.pointee.name) } ?? "\(option.rawValue)"
    throw HTTPFault(.option(name: name, reason: CurlResult.words(code)))
  }
}

// MARK: Its options

extension EasyHandle {
  /// An option that takes a number.
  struct Number {
    fileprivate let raw: CURLoption

    static let noSignals = Number(raw: CURLOPT_NOSIGNAL)
    static let quickExit = Number(raw: CURLOPT_QUICK_EXIT)
    static let follow = Number(raw: CURLOPT_FOLLOWLOCATION)
    static let mostRedirects = Number(raw: CURLOPT_MAXREDIRS)
    static let timeout = Number(raw: CURLOPT_TIMEOUT_MS)
    static let connectTimeout = Number(raw: CURLOPT_CONNECTTIMEOUT_MS)
    static let lowSpeedLimit = Number(raw: CURLOPT_LOW_SPEED_LIMIT)
    static let lowSpeedTime = Number(raw: CURLOPT_LOW_SPEED_TIME)
    static let nameCacheTime = Number(raw: CURLOPT_DNS_CACHE_TIMEOUT)
    static let bufferSize = Number(raw: CURLOPT_BUFFERSIZE)
    static let withoutConnectHeaders = Number(raw: CURLOPT_SUPPRESS_CONNECT_HEADERS)
    static let longestIdle = Number(raw: CURLOPT_MAXAGE_CONN)
  }

  /// An option that takes a text, which curl copies.
  struct Text {
    fileprivate let raw: CURLoption

    static let url = Text(raw: CURLOPT_URL)
    static let method = Text(raw: CURLOPT_CUSTOMREQUEST)
    static let schemes = Text(raw: CURLOPT_PROTOCOLS_STR)
    static let redirectSchemes = Text(raw: CURLOPT_REDIR_PROTOCOLS_STR)
    static let userAgent = Text(raw: CURLOPT_USERAGENT)
    static let certificateAuthorities = Text(raw: CURLOPT_CAINFO)
    static let proxy = Text(raw: CURLOPT_PROXY)
  }

  /// How curl builds the request.
  enum Shape: Hashable {
    case get
    case head
    /// A body with this many bytes. curl changes the request to a GET when a redirect requires it.
    case post(Int)
    /// A body with this many bytes.
    case upload(Int)
  }

  func set(_ option: Number, _ value: Int) throws(HTTPFault) {
    try Self.accept(prepcurl_set_long(raw, option.raw, CLong(value)), option.raw)
  }

  /// - Parameter value: the text; nil resets the option.
  func set(_ option: Text, _ value: String?) throws(HTTPFault) {
    try Self.accept(prepcurl_set_string(raw, option.raw, value), option.raw)
  }

  /// Uses HTTP/2 where TLS negotiates it, and HTTP/1.1 otherwise.
  func preferHTTP2() throws(HTTPFault) {
    guard CurlLibrary.speaksHTTP2 else { return }
    try Self.accept(
      prepcurl_set_long(raw, CURLOPT_HTTP_VERSION, CLong(CURL_HTTP_VERSION_2TLS)), CURLOPT_HTTP_VERSION)
  }

  /// Each of these options resets what the others have set.
  func set(_ shape: Shape) throws(HTTPFault) {
    switch shape {
    case .get: try Self.accept(prepcurl_set_long(raw, CURLOPT_HTTPGET, 1), CURLOPT_HTTPGET)
    case .head: try Self.accept(prepcurl_set_long(raw, CURLOPT_NOBODY, 1), CURLOPT_NOBODY)
    case .post(let count):
      try Self.accept(prepcurl_set_long(raw, CURLOPT_POST, 1), CURLOPT_POST)
      try Self.accept(prepcurl_set_offset(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(count)), CURLOPT_POSTFIELDSIZE_LARGE)
    case .upload(let count):
      try Self.accept(prepcurl_set_long(raw, CURLOPT_UPLOAD, 1), CURLOPT_UPLOAD)
      try Self.accept(prepcurl_set_offset(raw, CURLOPT_INFILESIZE_LARGE, curl_off_t(count)), CURLOPT_INFILESIZE_LARGE)
    }
  }

  /// - Parameter headers: curl does not copy them, so they must outlive their use; nil for none beyond curl's own.
  func set(_ headers: HeaderList?) throws(HTTPFault) {
    try Self.accept(prepcurl_set_pointer(raw, CURLOPT_HTTPHEADER, headers?.raw), CURLOPT_HTTPHEADER)
  }
}

/// Headers as curl wants them.
final class HeaderList {
  fileprivate let raw: UnsafeMutablePointer<curl_slist>?

  /// - Parameter lines: `Name: value`, or `Name:` to leave out a header that curl would add.
  init(_ lines: [String]) throws(HTTPFault) {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = curl_slist_append(list, line) else {
        curl_slist_free_all(list)
        throw HTTPFault(.outOfMemory)
      }
      list = longer
    }
    raw = list
  }

  deinit { curl_slist_free_all(raw) }
}

// MARK: What it calls

extension EasyHandle {
  /// Registers a transfer for curl's callbacks. Unretained, because the transfer object owns the handle.
  func connect(_ transfer: Transfer) throws(HTTPFault) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    for option in [
      CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA, CURLOPT_OPENSOCKETDATA,
      CURLOPT_PREREQDATA,
    ] { try Self.accept(prepcurl_set_pointer(raw, option, context), option) }
    try Self.accept(
      prepcurl_set_receiver(raw, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        guard let transfer = Transfer.from(context) else { return 0 }
        return transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
      }, CURLOPT_WRITEFUNCTION)
    try Self.accept(
      prepcurl_set_receiver(raw, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
        guard let transfer = Transfer.from(context) else { return 0 }
        return transfer.receive(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
      }, CURLOPT_HEADERFUNCTION)
    try Self.accept(
      prepcurl_set_reader(raw) { bytes, size, count, context in
        guard let transfer = Transfer.from(context),
          let read = transfer.readBody(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        else { return Int(CURL_READFUNC_ABORT) }
        return read
      }, CURLOPT_READFUNCTION)
    try Self.accept(
      prepcurl_set_seeker(raw) { context, offset, origin in
        guard let transfer = Transfer.from(context), origin == SEEK_SET, transfer.rewindBody(to: Int(offset)) else {
          return CURL_SEEKFUNC_FAIL
        }
        return CURL_SEEKFUNC_OK
      }, CURLOPT_SEEKFUNCTION)
    try Self.accept(
      prepcurl_set_prerequest(raw) { context, address, _, _, _ in
        guard let transfer = Transfer.from(context),
          transfer.mayBeginRequest(connectedTo: address.flatMap { IPAddress(String(cString: $0)) })
        else { return CURL_PREREQFUNC_ABORT }
        return CURL_PREREQFUNC_OK
      }, CURLOPT_PREREQFUNCTION)
    try Self.accept(
      prepcurl_set_opensocket(raw) { context, _, address in
        guard let transfer = Transfer.from(context), let address else { return -1 }
        let length = Int(address.pointee.addrlen)
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 16
        // An IPv6 address is longer than the struct member that holds it.
        let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + offset, count: length)
        guard let endpoint = Endpoint(bytes), transfer.mayConnect(to: endpoint) else { return -1 }
        // Close-on-exec, because render processes are started while transfers run.
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, type, address.pointee.protocol)
      }, CURLOPT_OPENSOCKETFUNCTION)
  }
}

extension Transfer {
  /// The transfer that a callback's context points to.
  fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }
}

// MARK: What it knows

extension EasyHandle {
  /// The status of the latest response; 0 before the first one.
  var status: Int { Int(prepcurl_get_long(raw, CURLINFO_RESPONSE_CODE)) }

  /// The status of the latest proxy response to CONNECT; 0 before the first one.
  var proxyStatus: Int { Int(prepcurl_get_long(raw, CURLINFO_HTTP_CONNECTCODE)) }

  /// How many redirects were followed.
  var redirects: Int { Int(prepcurl_get_long(raw, CURLINFO_REDIRECT_COUNT)) }

  /// The `errno` of the latest failed connection.
  var systemError: Int32 { Int32(truncatingIfNeeded: prepcurl_get_long(raw, CURLINFO_OS_ERRNO)) }

  /// The address of the latest request.
  var address: String? { prepcurl_get_string(raw, CURLINFO_EFFECTIVE_URL).map { String(cString: $0) } }

  /// Times since the start of the transfer; zero for steps that did not happen.
  var timings: HTTPTimings {
    HTTPTimings(
      resolved: microseconds(CURLINFO_NAMELOOKUP_TIME_T), connected: microseconds(CURLINFO_CONNECT_TIME_T),
      secured: microseconds(CURLINFO_APPCONNECT_TIME_T), firstByte: microseconds(CURLINFO_STARTTRANSFER_TIME_T),
      total: microseconds(CURLINFO_TOTAL_TIME_T))
  }

  private func microseconds(_ info: CURLINFO) -> Duration { .microseconds(max(Int(prepcurl_get_offset(raw, info)), 0)) }
}

/// curl's result of a transfer, as far as this module distinguishes results.
enum CurlResult: Hashable {
  case done
  case timedOut
  case hostNotResolved
  case proxyNotResolved
  case tooManyRedirects
  case unsupportedScheme
  case malformedAddress
  case tls(String)
  case notConnected
  /// The connection ended, with or without a reset: which of the two is seen can be chance.
  case ended
  case notHTTP
  case outOfMemory
  /// Curl's fixed sentence for anything else; it names neither host nor address.
  case other(String)

  fileprivate init(_ code: CURLcode) {
    self =
      switch code {
      case CURLE_OK: .done
      case CURLE_OPERATION_TIMEDOUT: .timedOut
      case CURLE_COULDNT_RESOLVE_HOST: .hostNotResolved
      case CURLE_COULDNT_RESOLVE_PROXY: .proxyNotResolved
      case CURLE_TOO_MANY_REDIRECTS: .tooManyRedirects
      case CURLE_UNSUPPORTED_PROTOCOL: .unsupportedScheme
      case CURLE_URL_MALFORMAT: .malformedAddress
      case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
        CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_SSL_CACERT_BADFILE,
        CURLE_USE_SSL_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_ENGINE_NOTFOUND:
        .tls(Self.words(code))
      case CURLE_COULDNT_CONNECT: .notConnected
      case CURLE_PARTIAL_FILE, CURLE_HTTP2_STREAM, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING: .ended
      case CURLE_WEIRD_SERVER_REPLY: .notHTTP
      case CURLE_OUT_OF_MEMORY: .outOfMemory
      default: .other(Self.words(code))
      }
  }

  fileprivate static func words(_ code: CURLcode) -> String {
    curl_easy_strerror(code).map { String(cString: $0) } ?? "curl error \(code.rawValue)"
  }
}

// MARK: Many transfers

/// The curl handle that drives many transfers at once, with their connections and the name cache.
struct MultiHandle: ~Copyable {
  fileprivate let raw: UnsafeMutableRawPointer

  /// Throws when memory or file descriptors ran out.
  init(connections: Int, perHost: Int) throws(HTTPFault) {
    guard let raw = curl_multi_init() else { throw HTTPFault(.outOfMemory) }
    let options: [(CURLMoption, name: String, value: Int)] = [
      (CURLMOPT_PIPELINING, "PIPELINING", Int(CURLPIPE_MULTIPLEX)),
      (CURLMOPT_MAXCONNECTS, "MAXCONNECTS", connections),
      (CURLMOPT_MAX_TOTAL_CONNECTIONS, "MAX_TOTAL_CONNECTIONS", connections),
      // Admission already enforces this limit, except when many hosts redirect to one.
      (CURLMOPT_MAX_HOST_CONNECTIONS, "MAX_HOST_CONNECTIONS", perHost),
    ]
    for (option, name, value) in options {
      let code = prepcurl_multi_set_long(raw, option, CLong(value))
      guard code == CURLM_OK else {
        let reason = curl_multi_strerror(code).map { String(cString: $0) } ?? "curl error \(code.rawValue)"
        curl_multi_cleanup(raw)
        throw HTTPFault(.option(name: name, reason: reason))
      }
    }
    self.raw = raw
  }

  /// The handle has one owner and is freed with it and its connections; all transfers must have been removed.
  deinit { curl_multi_cleanup(raw) }

  /// Starts a transfer; false when curl refuses it.
  func add(_ easy: borrowing EasyHandle) -> Bool { curl_multi_add_handle(raw, easy.raw) == CURLM_OK }

  func remove(_ easy: borrowing EasyHandle) { curl_multi_remove_handle(raw, easy.raw) }

  /// Does all work that is possible without waiting.
  func perform() -> Bool {
    var running: CInt = 0
    return curl_multi_perform(raw, &running) == CURLM_OK
  }

  /// Waits for network activity, a timer of curl, a wake-up, or the given time.
  func wait(milliseconds: Int) -> Bool { curl_multi_poll(raw, nil, 0, CInt(milliseconds), nil) == CURLM_OK }

  /// The next finished transfer and its result.
  func nextFinished() -> (Transfer, CurlResult)? {
    var easy: UnsafeMutableRawPointer?
    var result = CURLE_OK
    while prepcurl_next_finished(raw, &easy, &result) {
      if let easy, let transfer = Transfer.from(prepcurl_get_private(easy)) { return (transfer, CurlResult(result)) }
    }
    return nil
  }
}

/// The multi handle in the form that other threads may use: only to end its wait.
struct WakeHandle {
  private let raw: UnsafeMutableRawPointer

  init(_ multi: borrowing MultiHandle) { raw = multi.raw }

  /// Ends the wait of the client's thread. If that thread is not waiting, its next wait ends at once.
  func wake() { curl_multi_wakeup(raw) }
}

// curl_multi_wakeup may be called from any thread while the handle exists. The mailbox's lock ensures that: it is held during
// each call, and the client's thread removes the WakeHandle from the mailbox, under the same lock, before it closes the handle.
extension WakeHandle: @unchecked Sendable {}

// MARK: Addresses and dates

/// An address as curl parses it.
struct CurlAddress: ~Copyable {
  /// The reason why curl cannot parse an address.
  struct Unreadable: Error {
    let reason: String
  }

  enum Part {
    case url, scheme, host, port

    fileprivate var raw: CURLUPart {
      switch self {
      case .url: CURLUPART_URL
      case .scheme: CURLUPART_SCHEME
      case .host: CURLUPART_HOST
      case .port: CURLUPART_PORT
      }
    }
  }

  private let raw: OpaquePointer

  /// - Parameter anyScheme: whether to accept all schemes; otherwise only those that curl was built for.
  init(_ text: String, anyScheme: Bool = false) throws(Unreadable) {
    guard let raw = curl_url() else { throw Unreadable(reason: "memory ran out") }
    do throws(Unreadable) {
      try Self.put(text, anyScheme ? CURLU_NON_SUPPORT_SCHEME : CURLU_URLENCODE | CURLU_ALLOW_SPACE, into: raw)
    } catch {
      curl_url_cleanup(raw)
      throw error
    }
    self.raw = raw
  }

  deinit { curl_url_cleanup(raw) }

  /// Resolves the target of a redirect, which may be a relative address.
  func follow(_ location: String) throws(Unreadable) {
    try Self.put(location, CURLU_URLENCODE | CURLU_ALLOW_SPACE, into: raw)
  }

  private static func put(_ text: String, _ flags: CInt, into raw: OpaquePointer) throws(Unreadable) {
    let code = curl_url_set(raw, CURLUPART_URL, text, CUnsignedInt(flags))
    guard code == CURLUE_OK else {
      throw Unreadable(reason: curl_url_strerror(code).map { String(cString: $0) } ?? "curl cannot read it")
    }
  }

  /// - Parameter orDefault: whether to return the scheme's default port when the address has none.
  func text(_ part: Part, orDefault: Bool = false) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    let flags = CUnsignedInt(orDefault ? CURLU_DEFAULT_PORT : 0)
    guard curl_url_get(raw, part.raw, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}

/// Dates in headers.
package enum HTTPDate {
  /// Seconds since 1970; nil when the text is not a date.
  package static func seconds(_ text: String) -> Int? {
    let seconds = curl_getdate(text, nil)
    return seconds >= 0 ? Int(seconds) : nil
  }
}
