import PrepCore
import PrepDataset

/// The content of a data URL (RFC 2397) with base64.
enum DataURL {
  /// - Returns: nil for an address that is no data URL.
  /// - Throws: `invalid_image` for one that cannot be decoded.
  static func decode(_ url: String) throws(ExportFault) -> [UInt8]? {
    guard url.prefix(5).lowercased() == "data:" else { return nil }
    let bytes = Array(url.utf8)
    guard let comma = bytes.firstIndex(of: UInt8(ascii: ",")) else {
      throw ExportFault(.invalidImage, "The data URL \"\(url.excerpt)\" has no comma before its data.")
    }
    let head = String(decoding: bytes[..<comma], as: UTF8.self)
    guard head.lowercased().hasSuffix(";base64") else {
      throw ExportFault(.invalidImage, "The data URL begins with \"\(head.excerpt)\"; its data must be base64.")
    }
    guard let decoded = Base64.decode(bytes[(comma + 1)...]) else {
      throw ExportFault(.invalidImage, "The data URL's base64 is damaged or cut.")
    }
    return decoded
  }

  static func encode(_ bytes: [UInt8], _ format: ImageFormat) -> String {
    let head = Array("data:\(format.mediaType);base64,".utf8)
    return String(unsafeUninitializedCapacity: head.count + Base64.encodedCount(bytes.count)) { target in
      _ = target.update(fromContentsOf: head)
      let rest = UnsafeMutableBufferPointer(rebasing: target[head.count...])
      return head.count + bytes.withUnsafeBufferPointer { Base64.encode($0, into: rest) }
    }
  }
}
