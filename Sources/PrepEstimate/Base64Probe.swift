import PrepCodecs
import PrepCore
import PrepDataset
import PrepTokens

/// Finds the size of an image in its base64 without decoding more of it than its header takes.
enum Base64Probe {
  static func size(of characters: UnsafeRawBufferPointer) -> PixelSize? {
    var length = 4 << 10
    while true {
      let isWhole = length >= characters.count
      // JSON may write a slash with a backslash before it.
      var start = characters.prefix(length).filter { $0 != UInt8(ascii: "\\") }
      if !isWhole { start.removeLast(start.count % 4) }
      guard let bytes = Base64.decode(start[...]) else { return nil }
      do throws(ItemFailure) {
        let header = try ImageHeader.probe(bytes)
        return PixelSize(width: header.width, height: header.height)
      } catch {
        guard error.code == .truncatedImage, !isWhole else { return nil }
      }
      length *= 16
    }
  }
}
