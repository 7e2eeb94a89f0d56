import CPrepPosix
import Glibc

/// The named thread of the fetch lane.
enum FetchThread {
  /// Starts it with a loop that from then on is its own; nil when the system has no thread to give.
  static func start(_ loop: consuming FetchLoop) -> pthread_t? {
    let context = Unmanaged.passRetained(loop)
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { FetchThread.main($0) }, context.toOpaque())
    guard code == 0 else {
      context.release()
      return nil
    }
    return thread
  }

  private static func main(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    vp_posix_name_thread("vp-fetch")
    // Signals are for the main thread. SIGPIPE above all: with CURLOPT_NOSIGNAL curl leaves it to us, and OpenSSL writes to
    // connections that the server has closed.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
    let loop = Unmanaged<FetchLoop>.fromOpaque(context).takeRetainedValue()
    loop.run()
    return nil
  }
}
