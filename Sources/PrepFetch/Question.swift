/// What a server is asked: equal questions have one answer.
struct Question: Hashable {
  /// The address without its fragment.
  let resource: Substring
  /// The state that is to be compared; nil when the body is wanted in any case.
  let validators: Validators?

  /// The question of one who has nothing yet. Its answer, a body or a failure, is good for all who ask for the resource.
  var plain: Question { Question(resource: resource, validators: nil) }
}
