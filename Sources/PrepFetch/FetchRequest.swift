/// A download that was asked for: its address and who is told of its end.
struct FetchRequest: Sendable {
  typealias Completion = @Sendable (Result<FetchedBody, FetchError>) -> Void

  let address: FetchAddress
  let completion: Completion
}
