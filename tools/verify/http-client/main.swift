import Glibc
import PrepHTTP

// visionprep-http METHOD URL CA-FILE|- file PATH START END
// visionprep-http METHOD URL CA-FILE|- form PATH FILE-NAME
//
// Sends a range of a file, or a form with a file, and prints the status, the most memory that it ever had (kB) and the body.
// tools/verify/http builds and runs it.

func fail(_ message: String) -> Never {
  print("failed: \(message)")
  exit(1)
}

/// The largest part of this process that was ever in memory, in kB.
func mostMemory() -> Int {
  guard let file = fopen("/proc/self/status", "r") else { return 0 }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, Int32(line.count), file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    if text.hasPrefix("VmHWM:") { return Int(text.filter(\.isNumber)) ?? 0 }
  }
  return 0
}

let words = CommandLine.arguments
guard words.count >= 7 else { fail("usage: see main.swift") }

func body() -> HTTPBody {
  switch words[4] {
  case "file":
    guard words.count == 8, let start = Int(words[6]), let end = Int(words[7]), start <= end else { fail("what range?") }
    return .file(words[5], start..<end)
  case "form":
    return .multipart(
      Multipart([
        .field("purpose", "fine-tune"), .file("file", path: words[5], fileName: words[6]),
        .bytes("größe \"x\"", Array("two\r\nlines".utf8), fileName: "b", contentType: "text/plain"),
      ]))
  default: fail("what body?")
  }
}

do {
  var options = HTTPOptions(userAgent: "visionprep-http")
  options.addresses = .publicAndLoopback
  options.proxy = .none
  options.caFile = words[3] == "-" ? nil : words[3]
  let client = try HTTPClient(options)
  var request = HTTPRequest(HTTPMethod(rawValue: words[1]), try HTTPAddress(parsing: words[2]), body: body())
  request.credentials = .onlyOverTLSOrLoopback
  request.timeout = .seconds(300)
  let response = try await client.send(request)
  print(response.status, mostMemory(), String(decoding: response.body, as: UTF8.self))
} catch {
  fail("\(error)")
}
