/// The content of a request to a server: equal questions have the same answer.
struct Question: Hashable {
  /// The address without its fragment.
  let resource: Substring
  /// The validators of the state to compare with; nil when the body is wanted in any case.
  let validators: Validators?

  /// The question without validators. Its answer, a body or a failure, is valid for all who request the resource.
  var plain: Question { Question(resource: resource, validators: nil) }
}
