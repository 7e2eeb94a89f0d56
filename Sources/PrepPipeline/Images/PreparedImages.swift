import PrepCodecs
import PrepCore
import PrepDataset
import PrepDigest
import PrepSystem

/// Recently prepared images, by the digest of their bytes, so that a picture that many items use is decoded and encoded once.
final class PreparedImages: Sendable {
  /// The result for a picture, whatever its source.
  private struct Ending {
    /// Nil when preparing failed, or when the bytes were kept, since the caller has them.
    var image: EncodedImage?
    var row: Result<ImageRow, ItemFailure>

    var bytes: Int { image?.bytes.count ?? 0 }
  }

  private struct State {
    /// Pictures that are being prepared.
    var pending: Set<SHA256Digest> = []
    var endings: [SHA256Digest: Ending] = [:]
    /// The keys of `endings` from `first` on, the oldest first.
    var order: [SHA256Digest] = []
    var first = 0
    var bytes = 0
  }

  private let state = Monitor(State())
  /// The number of bytes of encoded images that are kept for other items.
  private let capacity: Int

  /// The most results that are kept, however small they are.
  private static let most = 4096

  init(capacity: Int) { self.capacity = capacity }

  /// Returns the earlier result for the same bytes, or calls `prepare`. Waits while another thread prepares the same bytes.
  func image(
    for measured: ImagePreparation.Measured, prepare: (ImagePreparation.Measured) throws(ItemFailure) -> ImagePreparation.Prepared
  ) throws(ItemFailure) -> ImagePreparation.Prepared {
    let known = state.wait { state -> Ending?? in
      if let ending = state.endings[measured.digest] { return .some(ending) }
      return state.pending.insert(measured.digest).inserted ? .some(nil) : nil
    }
    if let known {
      var row = try known.row.get()
      row.source = measured.source
      return ImagePreparation.Prepared(
        image: known.image ?? EncodedImage(bytes: measured.bytes, format: measured.header.format), row: row)
    }
    do throws(ItemFailure) {
      let prepared = try prepare(measured)
      keep(Ending(image: prepared.row.kept ? nil : prepared.image, row: .success(prepared.row)), of: measured.digest)
      return prepared
    } catch {
      keep(Ending(image: nil, row: .failure(error)), of: measured.digest)
      throw error
    }
  }

  private func keep(_ ending: Ending, of digest: SHA256Digest) {
    state.change { state in
      state.pending.remove(digest)
      // One large image must not evict most of the others.
      guard ending.bytes <= capacity / 4 else { return }
      state.endings[digest] = ending
      state.order.append(digest)
      state.bytes += ending.bytes
      while state.bytes > capacity || state.order.count - state.first > Self.most {
        state.bytes -= state.endings.removeValue(forKey: state.order[state.first])?.bytes ?? 0
        state.first += 1
      }
      if state.first >= Self.most {
        state.order.removeFirst(state.first)
        state.first = 0
      }
    }
  }
}
