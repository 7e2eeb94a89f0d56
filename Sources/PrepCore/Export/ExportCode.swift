/// The stable name of why a record cannot be exported to a format. The list is closed.
public enum ExportCode: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case invalidJSON = "invalid_json"
  case otherRecordFormat = "other_record_format"
  case roleOrder = "role_order"
  case emptyText = "empty_text"
  case unknownPart = "unknown_part"
  case notSupported = "not_supported"
  case reservedWord = "reserved_word"
  case tooManyImages = "too_many_images"
  case imageInWrongRole = "image_in_wrong_role"
  case imageAddress = "image_address"
  case invalidImage = "invalid_image"
  case imageDimensions = "image_dimensions"
  case imageTooLarge = "image_too_large"
  case recordTooLarge = "record_too_large"

  public var description: String { rawValue }
}

extension ExportCode {
  /// What a code means.
  public var cause: String {
    switch self {
    case .invalidJSON: "The line is not a JSON text, or its text would not survive unchanged."
    case .otherRecordFormat: "The line is JSON and no record of OpenAI's chat format."
    case .roleOrder: "The format wants the user first, then user and assistant in turn, the assistant last."
    case .emptyText: "The format takes no empty text."
    case .unknownPart: "A message has a part that is neither text nor an image."
    case .notSupported: "The record says something that the format has no place for: tools, weights, names."
    case .reservedWord: "A text has a word that means something else to the trainer."
    case .tooManyImages: "The record has more images than the format takes."
    case .imageInWrongRole: "An image stands in a message that is not the user's."
    case .imageAddress: "The image is given in a way that the format does not take."
    case .invalidImage: "The image is no data URL with base64, no image that is read here, or damaged."
    case .imageDimensions: "The image has more or fewer pixels a side than the format takes."
    case .imageTooLarge: "The encoded image has more bytes than the format takes."
    case .recordTooLarge: "The record alone is larger than one file of the format, or longer than is read."
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .invalidJSON: "Mend the line that the row names."
    case .otherRecordFormat: "Export reads OpenAI's chat format; a record is {\"messages\": [...]}."
    case .roleOrder: "Join messages of one role, and end with the assistant's."
    case .emptyText: "Fill the text, or leave the message out."
    case .unknownPart: "Leave the part out, or export to a format of OpenAI's."
    case .notSupported: "Take it out of the record, or export to another format."
    case .reservedWord: "Write the word in another way."
    case .tooManyImages: "Prepare with fewer images a record, or export to another format."
    case .imageInWrongRole: "Move the image into the user's message."
    case .imageAddress: "Prepare the dataset with visionprep, which puts images into the records."
    case .invalidImage: "Get the image again, and check the file with visionprep check."
    case .imageDimensions: "Set `image.max_side` or `image.min_side` in the recipe and prepare again."
    case .imageTooLarge: "Set `image.max_bytes` or `image.max_side` in the recipe and prepare again."
    case .recordTooLarge: "Set `image.max_side` or `image.max_bytes` in the recipe and prepare again."
    }
  }
}
