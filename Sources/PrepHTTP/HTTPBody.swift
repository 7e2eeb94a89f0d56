/// The body of a request. Its length is known before it is sent, and files are read piece by piece during the transfer.
package enum HTTPBody: Sendable, Hashable {
  case none
  case bytes([UInt8])
  /// The bytes of a file in a range of offsets; nil for all.
  case file(String, Range<Int>? = nil)
  /// `multipart/form-data`; the client adds the `Content-Type` with its boundary.
  case multipart(Multipart)
}

/// A body of several named parts, as RFC 7578 has it.
package struct Multipart: Sendable, Hashable {
  package struct Part: Sendable, Hashable {
    enum Content: Sendable, Hashable {
      case bytes([UInt8])
      case file(String, Range<Int>?)
    }

    let name: String
    var fileName: String?
    var contentType: String?
    let content: Content

    /// A field of a form.
    package static func field(_ name: String, _ value: String) -> Part {
      Part(name: name, content: .bytes(Array(value.utf8)))
    }

    /// Bytes as a file of a form.
    package static func bytes(
      _ name: String, _ bytes: [UInt8], fileName: String, contentType: String = "application/octet-stream"
    ) -> Part { Part(name: name, fileName: fileName, contentType: contentType, content: .bytes(bytes)) }

    /// A file of this machine, or a range of its offsets, as a file of a form.
    package static func file(
      _ name: String, path: String, range: Range<Int>? = nil, fileName: String,
      contentType: String = "application/octet-stream"
    ) -> Part { Part(name: name, fileName: fileName, contentType: contentType, content: .file(path, range)) }
  }

  package var parts: [Part]
  /// The separator of the parts. It is random, and so long that no part contains it.
  package var boundary: String

  package init(_ parts: [Part], boundary: String? = nil) {
    self.parts = parts
    self.boundary =
      boundary
      ?? "part-" + String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
  }

  var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  /// What is sent, in order.
  var pieces: [BodyReader.Piece] {
    var pieces: [BodyReader.Piece] = []
    for part in parts {
      var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(part.name))\""
      if let fileName = part.fileName { head += "; filename=\"\(Self.escaped(fileName))\"" }
      head += "\r\n"
      if let contentType = part.contentType { head += "Content-Type: \(contentType.filter { !$0.isNewline })\r\n" }
      pieces.append(.bytes(Array((head + "\r\n").utf8)))
      switch part.content {
      case .bytes(let bytes): pieces.append(.bytes(bytes))
      case .file(let path, let range): pieces.append(.file(path, range))
      }
      pieces.append(.bytes(Array("\r\n".utf8)))
    }
    return pieces + [.bytes(Array("--\(boundary)--\r\n".utf8))]
  }

  /// A name between quotes, escaped as browsers do it (the HTML standard, "multipart form data").
  private static func escaped(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": text += "%22"
      case "\r": text += "%0D"
      case "\n": text += "%0A"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
