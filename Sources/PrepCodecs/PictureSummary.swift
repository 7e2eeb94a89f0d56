package import PrepCore
package import PrepImage

/// What is kept of an encoded image: what it looks like, and what was found about its quality.
package struct PictureSummary: Sendable, Hashable {
  package var thumbnail: PictureThumbnail
  package var flags: [PictureFlag]

  package init(thumbnail: PictureThumbnail, flags: [PictureFlag]) {
    self.thumbnail = thumbnail
    self.flags = flags
  }

  /// Decodes only as much as a ``ReducedPicture`` needs: of a JPEG a half, a quarter or an eighth of the pixels a side.
  /// - Throws: what is wrong with the image.
  package init(of bytes: [UInt8], _ header: ImageHeader, limits: Limits) throws(ItemFailure) {
    let pixels = try ImageDecoder.decode(bytes, header, limits: limits, leavingLongSide: ReducedPicture.longSide)
    let picture = ReducedPicture(pixels, width: header.displayWidth, height: header.displayHeight)
    self.init(thumbnail: PictureThumbnail(picture), flags: PictureQuality(picture).flags)
  }
}
