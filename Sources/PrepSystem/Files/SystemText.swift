/// A text that the system gives as bytes: an argument, or the name of a file. Paths are UTF-8 here, and a text that is not would name
/// another file once its bytes are replaced. So it is kept as what it is, for a message.
package struct SystemText: Sendable, Hashable {
  /// The text. Where it is not UTF-8, bytes outside of ASCII are written as `\xff`, and it names no file.
  package let text: String
  package let isUTF8: Bool

  /// - Parameter bytes: end with a NUL.
  package init(_ bytes: UnsafePointer<CChar>) {
    if let text = String(validatingCString: bytes) {
      (self.text, isUTF8) = (text, true)
      return
    }
    var text = ""
    var next = bytes
    while next.pointee != 0 {
      let byte = UInt8(bitPattern: next.pointee)
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\x" + String(byte, radix: 16)
      }
      next += 1
    }
    (self.text, isUTF8) = (text, false)
  }
}
