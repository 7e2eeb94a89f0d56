extension RunError {
  /// Why a verb ended. The list is closed and its names are stable; each has a cause in ``explanation``.
  public enum Code: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    // The recipe.
    case recipe
    case unknownColumn = "unknown_column"
    case repeatedID = "repeated_id"
    case unknownModel = "unknown_model"
    case unknownProvider = "unknown_provider"
    // What is read.
    case input
    case notFound = "not_found"
    case emptyInput = "empty_input"
    case unfinished
    case changed
    case outdated
    case document
    // What is written.
    case output
    case permissionDenied = "permission_denied"
    case diskFull = "disk_full"
    case damaged
    case otherPlan = "other_plan"
    case foreignFiles = "foreign_files"
    case locked
    // What was asked for.
    case usage
    case wrongParts = "wrong_parts"
    case incompletePart = "incomplete_part"
    case unclearShard = "unclear_shard"
    case imageAddresses = "image_addresses"
    case bucketOwner = "bucket_owner"
    // The machine.
    case system
    case cache
    case helper
    // The caller.
    case cancelled

    public var description: String { rawValue }
  }
}

extension RunError.Code {
  /// What a code means, in one sentence.
  public var explanation: String {
    switch self {
    case .recipe: "The recipe does not fit its input, its provider or its model."
    case .unknownColumn: "The recipe names a column that the input does not have."
    case .repeatedID: "Two rows of the input have the same id."
    case .unknownModel:
      "The table of models, or the provider's profile, does not have the model, or does not say what is needed of it."
    case .unknownProvider: "No profile has the provider's name, or its file has mistakes."
    case .input: "An input cannot be read, or holds what cannot be used."
    case .notFound: "A file or folder that is to be read is not there."
    case .emptyInput: "The input has no rows, no documents or no files of records."
    case .unfinished: "The folder's preparation has begun and is not finished."
    case .changed: "A folder is not as its preparation left it."
    case .outdated: "The folder was made from another recipe or input than there is now."
    case .document: "A PDF document cannot be opened, or has none of the pages; `failure` says why."
    case .output: "An output cannot be written."
    case .permissionDenied: "The system does not let this user read or write a file."
    case .diskFull: "The disk has no room, or the user's quota is used up."
    case .damaged: "The files of the output folder do not fit the journal that says what is done."
    case .otherPlan: "The output folder holds the work of another recipe, input, part or version."
    case .foreignFiles: "The output folder holds files that no run says to have written."
    case .locked: "Another run is at work in the output folder."
    case .usage: "What was asked for makes no sense."
    case .wrongParts: "The folders are not the parts of one dataset, or some are missing."
    case .incompletePart: "A part was made with a limit, and does not hold all of its items."
    case .unclearShard: "The variables of a scheduler do not say which share of the work is this machine's."
    case .imageAddresses: "The format and the address at which its images will be do not go together."
    case .bucketOwner: "The account that owns the bucket is no number of an account, or the format has no place for it."
    case .system: "The machine does not give what the work needs: a thread, memory, a temporary file."
    case .cache: "The folder that keeps downloads cannot be used."
    case .helper: "The program that draws pages cannot be started."
    case .cancelled: "The task was cancelled before the work was done."
    }
  }

  /// Whether what was asked for is at fault: the recipe or an option. The same again would end in the same way.
  public var isMisuse: Bool {
    switch self {
    case .recipe, .unknownColumn, .repeatedID, .unknownModel, .unknownProvider, .usage, .wrongParts, .unclearShard,
      .imageAddresses, .bucketOwner:
      true
    case .input, .notFound, .emptyInput, .unfinished, .changed, .outdated, .document, .output, .permissionDenied, .diskFull,
      .damaged, .otherPlan,
      .foreignFiles, .locked, .incompletePart, .system, .cache, .helper, .cancelled:
      false
    }
  }
}
