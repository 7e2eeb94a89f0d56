/// The stable name of a kind of failure. The list is closed: ``FailureCode/all`` documents each, with cause and remedy.
public struct FailureCode: Sendable, Hashable, CustomStringConvertible {
  public let name: String

  private init(_ name: String) { self.name = name }

  public var description: String { name }

  /// The code of an HTTP response that is not a success: `http_404`.
  public static func http(_ status: Int) -> FailureCode { FailureCode("http_\(status)") }

  /// The code with this name; nil when the closed list has no such code.
  public init?(name: String) {
    let status = name.dropFirst(5)
    let isStatus =
      name.hasPrefix("http_") && status.count == 3 && status.first != "0" && status.utf8.allSatisfy { (48...57).contains($0) }
    guard isStatus || Self.all.contains(where: { $0.code == name && $0.code != "http_NNN" }) else { return nil }
    self.name = name
  }

  // plan
  public static let missingValue = FailureCode("missing_value")
  public static let invalidRow = FailureCode("invalid_row")
  public static let unknownSplit = FailureCode("unknown_split")
  // fetch
  public static let notFound = FailureCode("not_found")
  public static let unreadable = FailureCode("unreadable")
  public static let unsupportedAddress = FailureCode("unsupported_address")
  public static let timeout = FailureCode("timeout")
  public static let dns = FailureCode("dns")
  public static let tls = FailureCode("tls")
  public static let connection = FailureCode("connection")
  public static let addressRefused = FailureCode("address_refused")
  public static let tooManyRedirects = FailureCode("too_many_redirects")
  public static let tooManyBytes = FailureCode("too_many_bytes")
  // decode and check
  public static let notAnImage = FailureCode("not_an_image")
  public static let unsupportedFormat = FailureCode("unsupported_format")
  public static let corruptImage = FailureCode("corrupt_image")
  public static let truncatedImage = FailureCode("truncated_image")
  public static let tooManyPixels = FailureCode("too_many_pixels")
  public static let tooSmall = FailureCode("too_small")
  public static let poorImage = FailureCode("poor_image")
  public static let imageTooLarge = FailureCode("image_too_large")
  // render
  public static let corruptDocument = FailureCode("corrupt_document")
  public static let encryptedDocument = FailureCode("encrypted_document")
  public static let noPages = FailureCode("no_pages")
  public static let tooManyImages = FailureCode("too_many_images")
  public static let pageTooLarge = FailureCode("page_too_large")
  public static let blankPage = FailureCode("blank_page")
  public static let renderCrashed = FailureCode("render_crashed")
  public static let renderTimeout = FailureCode("render_timeout")
  public static let renderMemory = FailureCode("render_memory")
  // record
  public static let recordTooLarge = FailureCode("record_too_large")
}

extension FailureCode {
  /// What a code means and what to do about it.
  public struct Explanation: Sendable {
    public let code: String
    public let cause: String
    public let remedy: String
  }

  /// The explanation of this code; nil when the code is not in the list.
  public var explanation: Explanation? {
    let listed = name.hasPrefix("http_") ? "http_NNN" : name
    return Self.all.first { $0.code == listed }
  }

  /// Every code, in the order of the flow. `http_NNN` stands for all HTTP statuses.
  public static let all: [Explanation] = [
    Explanation(
      code: "missing_value", cause: "A column that the recipe needs is empty in this row, or a document has no label row.",
      remedy: "Fill the cell, add the label row, or take the column out of the recipe."),
    Explanation(
      code: "invalid_row", cause: "The row cannot be read: a wrong number of fields, broken JSON, or an unclosed quote.",
      remedy: "Mend the line that the message names."),
    Explanation(
      code: "unknown_split", cause: "The column that `split.column` names holds no name of a split in this row.",
      remedy: "Write train, validation or test into the cell."),
    Explanation(
      code: "not_found", cause: "No file is at this path.",
      remedy: "Paths are relative to the recipe's folder; check the spelling and the case."),
    Explanation(
      code: "unreadable", cause: "The file exists and cannot be read: a folder, no permission, or an input error.",
      remedy: "Check the file's type and permissions."),
    Explanation(
      code: "unsupported_address", cause: "The address is not a URL that visionprep fetches.",
      remedy: "Only http and https are fetched, at the start and after redirects."),
    Explanation(
      code: "timeout", cause: "The host did not answer, or the download did not finish, within `fetch.timeout`.",
      remedy: "Run again and retry these, perhaps with a higher `fetch.timeout` and `fetch.deadline`."),
    Explanation(
      code: "dns", cause: "The host name could not be resolved.",
      remedy: "Check the name, or the machine's resolver; then run again and retry these."),
    Explanation(
      code: "tls", cause: "The TLS connection could not be verified.",
      remedy: "The server's certificate is wrong or out of date; visionprep never skips verification."),
    Explanation(
      code: "connection", cause: "The connection was refused, reset, or ended before the whole body came.",
      remedy: "Run again later and retry these; if it stays, the server is at fault."),
    Explanation(
      code: "address_refused", cause: "The host resolves to a loopback, link-local or private address.",
      remedy: "Set `fetch.allow_private: true` when that is intended."),
    Explanation(
      code: "too_many_redirects", cause: "The server redirected more often than `fetch.redirects` allows.",
      remedy: "Use the final address, or raise `fetch.redirects`."),
    Explanation(
      code: "too_many_bytes", cause: "The download is larger than `fetch.max_bytes`, or the local file too large to be read.",
      remedy: "Raise `fetch.max_bytes` if such downloads are expected; a local file may have 1 GB."),
    Explanation(
      code: "http_NNN", cause: "The server answered with this HTTP status instead of the image.",
      remedy:
        "404 and 410: the image is gone. 401 and 403: it needs a login. 429 and 5xx: run again later and retry these."
    ),
    Explanation(
      code: "not_an_image", cause: "The bytes are no image at all: an HTML page, text, or an empty file.",
      remedy: "Open the address in a browser; often it is an error page."),
    Explanation(
      code: "unsupported_format", cause: "The bytes are an image or document of a format that is not read here.",
      remedy: "Convert it to JPEG, PNG or WebP; the message names what was found."),
    Explanation(
      code: "corrupt_image", cause: "The image's structure or data is damaged.", remedy: "Get the image again from its source."),
    Explanation(
      code: "truncated_image", cause: "The image ends before its data is complete.",
      remedy:
        "Get the image again; the download or copy was cut short. `image.truncated: accept` uses a JPEG as far as it goes."),
    Explanation(
      code: "too_many_pixels", cause: "Width times height is above the pixel limit, or a side is above 65,500.",
      remedy: "Reduce the image before, or raise `image.max_pixels`."),
    Explanation(
      code: "too_small", cause: "The long side is below `image.min_side`.",
      remedy: "Use a larger original; visionprep never enlarges."),
    Explanation(
      code: "poor_image", cause: "The image has a flag that `image.refuse` names.",
      remedy:
        "Use a better image, or take the flag out of `image.refuse`; the page on duplicates and quality says what each means."
    ),
    Explanation(
      code: "image_too_large", cause: "The image stays above `image.max_bytes` at the lowest quality and size that are tried.",
      remedy: "Raise `image.max_bytes`, or set `image.max_side`."),
    Explanation(
      code: "corrupt_document", cause: "The PDF cannot be opened, or a page of it cannot be read.",
      remedy: "Open and save it with another program, or export it again."),
    Explanation(
      code: "encrypted_document", cause: "The PDF needs a password, or the password given is wrong.",
      remedy: "Name a column with the password in `source.password`."),
    Explanation(
      code: "no_pages", cause: "The PDF has no pages, or none that `render.pages` selects.",
      remedy: "Check `render.pages` against the document."),
    Explanation(
      code: "too_many_images", cause: "The item has more images than the provider takes in one example.",
      remedy: "Set `render.per: page`, select fewer pages, or use fewer image columns."),
    Explanation(
      code: "page_too_large", cause: "The page at this DPI is above the pixel limit, or a side is above 32,767 pixels.",
      remedy: "Lower `render.dpi`, or set `image.max_side`."),
    Explanation(
      code: "blank_page", cause: "The item's pages have no marks on them.", remedy: "Leave the page out with `render.pages`."),
    Explanation(
      code: "render_crashed", cause: "The helper processes that rendered the document died, two of them.",
      remedy: "The file is damaged or hostile; the run is not affected. Export it again."),
    Explanation(
      code: "render_timeout", cause: "The page took longer than `render.timeout`.",
      remedy: "Raise `render.timeout` and run again and retry these, or simplify the drawing."),
    Explanation(
      code: "render_memory", cause: "The document or its page needed more memory than a helper process may have.",
      remedy: "Lower `render.dpi`, set `image.max_side`, or simplify the document."),
    Explanation(
      code: "record_too_large", cause: "The record alone is larger than one output file or the provider's limit.",
      remedy: "Set `image.max_side` or `image.max_bytes`, or raise `files.max_bytes`."),
  ]
}
