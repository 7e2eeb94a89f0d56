package import PrepCore

/// The reason why a download gave no body.
package enum FetchError: Error, Sendable, Hashable {
  /// The download failed; the failure goes into the item's row.
  case failure(ItemFailure)
  /// The body is unchanged since the server gave the request's validators; this is not a fault.
  case notModified
  /// The run stopped the download. This says nothing about the source, so it never appears in a row.
  case cancelled
}

/// The reason why a ``Fetcher`` could not be created: a fault of the machine or the options, so the run ends.
package struct FetcherUnavailable: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence for a person.
  package var reason: String

  /// The reason.
  package var description: String { reason }
}
