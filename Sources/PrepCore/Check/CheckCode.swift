/// The stable name of a finding of a check in a JSONL file. The list is closed; ``CheckCode/explanation`` documents each, with
/// cause and remedy.
public enum CheckCode: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  // The file.
  case wrongExtension = "wrong_extension"
  case notJSONLines = "not_json_lines"
  case byteOrderMark = "byte_order_mark"
  case fileTooLarge = "file_too_large"
  case tooFewExamples = "too_few_examples"
  case tooManyExamples = "too_many_examples"
  case tooManyWithImages = "too_many_with_images"
  case closing
  // The line as text.
  case emptyLine = "empty_line"
  case carriageReturn = "carriage_return"
  case noFinalNewline = "no_final_newline"
  case truncatedLine = "truncated_line"
  case invalidUTF8 = "invalid_utf8"
  case invalidJSON = "invalid_json"
  case tooDeep = "too_deep"
  case loneSurrogate = "lone_surrogate"
  case duplicateKey = "duplicate_key"
  // The record.
  case notAnObject = "not_an_object"
  case otherRecordFormat = "other_record_format"
  case missingKey = "missing_key"
  case unknownKey = "unknown_key"
  case wrongType = "wrong_type"
  case badValue = "bad_value"
  case emptyList = "empty_list"
  case unknownRole = "unknown_role"
  case roleOrder = "role_order"
  case noAnswer = "no_answer"
  case unknownPart = "unknown_part"
  case emptyText = "empty_text"
  case reservedWord = "reserved_word"
  case contextTooLong = "context_too_long"
  case duplicateID = "duplicate_id"
  case mixedModels = "mixed_models"
  // Its images.
  case tooManyImages = "too_many_images"
  case imageInWrongRole = "image_in_wrong_role"
  case imageAddress = "image_address"
  case mixedBuckets = "mixed_buckets"
  case invalidDataURL = "invalid_data_url"
  case invalidBase64 = "invalid_base64"
  case unusualMediaType = "unusual_media_type"
  case wrongMediaType = "wrong_media_type"
  case notAnImage = "not_an_image"
  case imageFormat = "image_format"
  case imageMode = "image_mode"
  case imageDimensions = "image_dimensions"
  case imageTooLarge = "image_too_large"
  case imageDamaged = "image_damaged"

  public var description: String { rawValue }
}

extension CheckCode {
  /// How the provider treats a line or a file with this finding.
  public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable, CustomStringConvertible {
    /// Accepted, but perhaps not what the author meant.
    case warning
    /// Accepted without an error, and then left out of the training, wholly or in part.
    case skipped
    /// Not accepted.
    case refused

    public var description: String { rawValue }

    public static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
      switch self {
      case .warning: 0
      case .skipped: 1
      case .refused: 2
      }
    }
  }

  /// What a code means and what to do about it.
  public struct Explanation: Sendable {
    /// The severity for providers whose profile does not override it.
    public let severity: Severity
    public let cause: String
    public let remedy: String

    fileprivate init(_ severity: Severity, _ cause: String, _ remedy: String) {
      self.severity = severity
      self.cause = cause
      self.remedy = remedy
    }
  }

  public var explanation: Explanation {
    switch self {
    case .wrongExtension:
      Explanation(.refused, "The file's name does not end in `.jsonl`.", "Rename the file.")
    case .notJSONLines:
      Explanation(
        .refused, "The file is no text of one JSON object a line: empty, compressed, or in UTF-16.",
        "Unpack it, or save it as UTF-8 text with one object a line.")
    case .byteOrderMark:
      Explanation(
        .refused, "The file begins with a UTF-8 byte order mark, which strict JSON readers refuse.",
        "Save it as UTF-8 without a byte order mark: tail -c +4 FILE > NEW.")
    case .fileTooLarge:
      Explanation(.refused, "The file is larger than the provider takes.", "Cut it into several, or set `files.max_bytes`.")
    case .tooFewExamples:
      Explanation(.refused, "The file has fewer examples than the provider wants.", "Add examples.")
    case .tooManyExamples:
      Explanation(
        .refused, "The file has more examples than the provider takes.", "Leave some out, or cut the file into several.")
    case .tooManyWithImages:
      Explanation(.refused, "The file has more examples with images than the provider takes.", "Leave some out.")
    case .closing:
      Explanation(
        .warning, "The provider, or the model, ends or has ended this kind of training.",
        "Plan for another: visionprep export writes the same dataset for other providers.")
    case .emptyLine:
      Explanation(.refused, "A line holds nothing, or only white space.", "Remove the line.")
    case .carriageReturn:
      Explanation(
        .warning, "Lines end in CR LF, as on Windows. JSON readers take the CR for white space.",
        "Convert the file: dos2unix FILE.")
    case .noFinalNewline:
      Explanation(
        .warning, "The last line has no newline. It is whole; text that is appended would run into it.",
        "Add a newline at the end.")
    case .truncatedLine:
      Explanation(
        .refused, "The last line breaks off: the file was cut short.", "Write or copy the file again, or remove the last line.")
    case .invalidUTF8:
      Explanation(.refused, "The line is not UTF-8.", "Save the file as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.")
    case .invalidJSON:
      Explanation(
        .refused, "The line is not JSON (RFC 8259).", "Mend the line at the byte that is named; write files with a JSON library.")
    case .tooDeep:
      Explanation(
        .refused, "Objects and arrays are nested deeper than 512 levels.", "Flatten the line; most readers give up on it.")
    case .loneSurrogate:
      Explanation(
        .refused, "A \\u escape is half of a surrogate pair, so the text is not Unicode.",
        "Write the character whole: text was cut in the middle of one.")
    case .duplicateKey:
      Explanation(
        .warning, "A key stands twice in one object; readers take the last, and drop the others without a word.",
        "Keep one of them.")
    case .notAnObject:
      Explanation(.refused, "The line is JSON, and no object.", "Write one object a line, not an array or a value.")
    case .otherRecordFormat:
      Explanation(
        .refused, "The line is a record in the format of another provider.",
        "Check it for that provider, or convert it: visionprep export.")
    case .missingKey:
      Explanation(.refused, "A key that must be there is not, or is null.", "Add it.")
    case .unknownKey:
      Explanation(.refused, "A key is there that the record format does not have.", "Remove it, or correct its spelling.")
    case .wrongType:
      Explanation(.refused, "A value is of another JSON type than the record format wants.", "Write it as what is allowed.")
    case .badValue:
      Explanation(.refused, "A value is none of those that are allowed.", "Use one that is allowed.")
    case .emptyList:
      Explanation(.refused, "A list that needs at least one element has none.", "Add an element, or remove the record.")
    case .unknownRole:
      Explanation(.refused, "A message has a role that the provider does not know.", "Use one of the provider's roles.")
    case .roleOrder:
      Explanation(
        .refused, "The messages do not take turns as the provider wants it.", "Merge messages of one role, or put them in order.")
    case .noAnswer:
      Explanation(
        .refused, "The conversation does not end with the answer that is to be learnt.",
        "End it with the assistant's (the model's) message.")
    case .unknownPart:
      Explanation(.refused, "A part of a message's content is neither text nor an image.", "Use text and images only.")
    case .emptyText:
      Explanation(.warning, "A text is empty.", "Fill it, or leave the message out.")
    case .reservedWord:
      Explanation(
        .refused, "A text holds a word that the provider's training format reserves; the job fails.", "Reword the text.")
    case .contextTooLong:
      Explanation(
        .refused, "The example has more tokens than the model takes.",
        "Shorten texts, use fewer or smaller images, or `detail: low`.")
    case .duplicateID:
      Explanation(.refused, "A request has the id of an earlier one.", "Give each request an id of its own.")
    case .mixedModels:
      Explanation(.refused, "Requests of one file name different models.", "Write a file for each model.")
    case .tooManyImages:
      Explanation(
        .refused, "The example has more images than the provider takes in one.", "Leave some out, or make several examples.")
    case .imageInWrongRole:
      Explanation(.refused, "An image stands in a message in which the provider takes none.", "Move it to the user's message.")
    case .imageAddress:
      Explanation(
        .refused, "An image is given in a way that the provider does not take: an address instead of data, or the reverse.",
        "Give it as the provider wants it; a preparation embeds images, an export places them.")
    case .mixedBuckets:
      Explanation(.refused, "Images lie in different buckets.", "Copy them into the bucket of the dataset.")
    case .invalidDataURL:
      Explanation(
        .refused, "The data URL is malformed.", "Write data:image/png;base64, and then the bytes in base64 (RFC 2397).")
    case .invalidBase64:
      Explanation(
        .refused, "The image's base64 is not that of RFC 4648: a foreign character, a line break, wrong or missing padding.",
        "Encode it again with the standard alphabet, with padding, without line breaks.")
    case .unusualMediaType:
      Explanation(.warning, "The media type is not the registered one, such as image/jpg.", "Write image/jpeg.")
    case .wrongMediaType:
      Explanation(
        .refused, "The media type names another format than the bytes have.", "Write the media type of what the bytes are.")
    case .notAnImage:
      Explanation(.refused, "The bytes are no image.", "Often it is an error page that was downloaded; get the image again.")
    case .imageFormat:
      Explanation(.refused, "The image's format is none that the provider takes.", "Convert it; a preparation does.")
    case .imageMode:
      Explanation(
        .refused, "The image's pixels are of a kind that the provider does not take: gray, palette, CMYK, 16 bits.",
        "Convert it to RGB with 8 bits a channel; a preparation does.")
    case .imageDimensions:
      Explanation(.refused, "The image has more or fewer pixels a side than the provider takes.", "Resize it: `image.max_side`.")
    case .imageTooLarge:
      Explanation(
        .refused, "The image has more bytes than the provider takes.", "Make it smaller: `image.max_side` or `image.max_bytes`.")
    case .imageDamaged:
      Explanation(.refused, "The image is damaged or cut short.", "Get the image again from its source.")
    }
  }
}
