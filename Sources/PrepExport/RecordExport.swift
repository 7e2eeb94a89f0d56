import PrepCore

/// What is done to one record: read, check, convert its images, write it in the target's format.
struct RecordExport: Sendable {
  let format: any ExportFormat
  let folder: ExportFolder
  /// Before the names of image files; ends with a slash, or is empty.
  let prefix: String

  /// A record in its new form.
  struct Made: Sendable {
    var bytes: [UInt8]
    var images = 0
    var converted = 0
    var files = 0
    var fileBytes = 0
  }

  enum Ending: Sendable {
    case made(Made)
    case fault(ExportFault)
    /// The whole export ends.
    case error(RunError)
  }

  func run(_ job: ExportJob) -> Ending {
    do throws(ExportFault) {
      guard let line = job.bytes else {
        throw ExportFault(.recordTooLarge, "The line has more than \(RecordSource.longestLine) bytes, and is not read.")
      }
      let example = try ChatExample(line: line)
      try example.requireAnswer(format.limits.title)
      let images = try images(of: example)
      if !images.isEmpty, prefix.isEmpty, case .address(let schemes) = format.prefix, images.contains(where: \.isFile) {
        return .error(
          RunError(
            .imageAddresses, "\(format.limits.title) wants images by their addresses, and none is given for the files",
            remedy: "say where the folder will be uploaded to, such as \(schemes[0])bucket/folder/"))
      }
      let place = format.imagePlace(job.split)
      let files = images.map { $0.fileName(place) }
      let references = images.indices.map { index in
        ImageReference(image: images[index], name: name(of: images[index], example.images[index], place, file: files[index]))
      }
      let bytes = try format.record(example, RecordContext(id: job.id, line: line, images: references))
      let length = RecordFiles.bytes(of: bytes, format.framing)
      if let most = format.limits.maxFileBytes, length > most {
        throw ExportFault(
          .recordTooLarge, "The record has \(length) bytes; a file for \(format.limits.title) has at most \(most).")
      }
      var made = Made(bytes: bytes)
      made.images = images.count
      made.converted = images.count(where: \.isConverted)
      return store(zip(images, files), place, made)
    } catch {
      return .fault(error)
    }
  }

  private func images(of example: ChatExample) throws(ExportFault) -> [ExportImage] {
    let limits = format.limits
    try example.requireNoReserved(limits.reserved, limits.title)
    if let most = limits.imagesPerRecord, example.images.count > most {
      throw ExportFault(
        .tooManyImages, "The record has \(counted(example.images.count, "image")); \(limits.title) takes at most \(most).")
    }
    var images: [ExportImage] = []
    for (number, source) in example.images.enumerated() {
      images.append(try ExportImage(source, number: number, limits: limits, takesAddresses: format.takesAddress))
    }
    return images
  }

  private func name(of image: ExportImage, _ source: ChatExample.Source, _ place: ImagePlace, file: String?) -> String {
    guard case .bytes(let bytes, let format) = image.content else { return source.url }
    switch place {
    case .member: return ""
    case .dataURL:
      // What says the right thing already stays as it is.
      let isRight = !image.isConverted && source.url.hasPrefix("data:\(format.mediaType);base64,")
      return isRight ? source.url : DataURL.encode(bytes, format)
    case .files(let folder, let base): return "\(prefix)\(folder.dropFirst(base.count))/\(file ?? "")"
    }
  }

  private func store(_ images: some Sequence<(ExportImage, String?)>, _ place: ImagePlace, _ made: Made) -> Ending {
    guard case .files(let folder, _) = place else { return .made(made) }
    var made = made
    do throws(RunError) {
      for (image, file) in images {
        guard case .bytes(let bytes, _) = image.content, let file else { continue }
        if try self.folder.store(bytes, folder: folder, name: file) {
          made.files += 1
          made.fileBytes += bytes.count
        }
      }
      return .made(made)
    } catch {
      return .error(error)
    }
  }
}

extension ExportImage {
  /// Whether it lies in the record, and not at an address.
  var isFile: Bool { if case .bytes = content { true } else { false } }

  /// The name of its file; nil when it becomes none.
  func fileName(_ place: ImagePlace) -> String? {
    guard case .files = place, case .bytes(let bytes, let format) = content else { return nil }
    return ImageFileName.of(bytes, format)
  }
}
