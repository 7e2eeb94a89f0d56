package import PrepCore

/// Why a download gave no body.
package enum FetchError: Error, Sendable, Hashable {
  /// It failed; this becomes the item's row.
  case failure(ItemFailure)
  /// The server would send what it sent when it gave the request's validators; nothing else is wrong.
  case notModified
  /// The run stopped it. Says nothing about the source, so it never becomes a row.
  case cancelled
}

/// Why a ``Fetcher`` could not be made: a fault of the machine or the options, so the run ends.
package struct FetcherUnavailable: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence for a person.
  package var reason: String

  /// The reason.
  package var description: String { reason }
}
