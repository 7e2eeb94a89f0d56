/// The findings about the pictures of an output folder: which are alike, and which need a look.
public struct PictureReport: Sendable, Hashable {
  /// A picture in a record.
  public struct Picture: Sendable, Hashable {
    /// Of the item.
    public var id: String
    public var ordinal: Int
    public var split: Split
    /// The picture's place in its record, from 0.
    public var index: Int
    /// As the item's row has them.
    public var source: String
    public var page: Int?
    public var sha256: String
    public var format: ImageFormat
    public var size: PixelSize
    public var flags: [PictureFlag]

    package init(
      id: String, ordinal: Int, split: Split, index: Int, source: String, page: Int?, sha256: String, format: ImageFormat,
      size: PixelSize, flags: [PictureFlag]
    ) {
      self.id = id
      self.ordinal = ordinal
      self.split = split
      self.index = index
      self.source = source
      self.page = page
      self.sha256 = sha256
      self.format = format
      self.size = size
      self.flags = flags
    }
  }

  /// How a member of a group is like the group's first picture.
  public enum Likeness: String, Sendable, Hashable {
    /// It is the first.
    case first
    /// Its encoded bytes are the same.
    case bytes
    /// Its pixels are the same, as they are displayed; its bytes are not.
    case pixels
    /// It looks the same.
    case looks
    /// It looks the same when it is turned or mirrored.
    case turned
    /// It is like another member, and further from the first.
    case other
  }

  /// Pictures that look alike, in the order of the plan.
  public struct Group: Sendable, Hashable {
    public var pictures: [Picture]
    public var likeness: [Likeness]

    package init(pictures: [Picture], likeness: [Likeness]) {
      self.pictures = pictures
      self.likeness = likeness
    }

    /// Whether the pictures are in more than one split, so that training data is used for testing.
    public var straddles: Bool { Set(pictures.map(\.split)).count > 1 }
  }

  /// Two items that show the model the same input but have different answers.
  public struct Conflict: Sendable, Hashable {
    public var first: Picture
    public var second: Picture
    public var firstAnswer: String
    public var secondAnswer: String

    package init(first: Picture, second: Picture, firstAnswer: String, secondAnswer: String) {
      self.first = first
      self.second = second
      self.firstAnswer = firstAnswer
      self.secondAnswer = secondAnswer
    }
  }

  /// A picture that cannot be decoded.
  public struct Unreadable: Sendable, Hashable {
    public var picture: Picture
    public var reason: String

    package init(picture: Picture, reason: String) {
      self.picture = picture
      self.reason = reason
    }
  }

  public var dataset: String
  /// Items that became records.
  public var records = 0
  public var pictures = 0
  public var groups: [Group] = []
  public var conflicts: [Conflict] = []
  /// Pictures that cannot be decoded, in the order of the plan; they are like none.
  public var unreadable: [Unreadable] = []
  /// Pictures with a flag, in the order of the plan.
  public var flagged: [Picture] = []
  /// The number of pairs that are alike but were kept apart, because the first pictures of their groups are not alike.
  public var keptApart = 0
  /// The items that share pictures with others, in the order of the plan.
  public var itemGroups: [ItemGroup] = []

  /// Items that belong together, since they share pictures, directly or through others.
  public struct ItemGroup: Sendable, Hashable {
    /// In the order of the plan.
    public var ids: [String]

    package init(ids: [String]) { self.ids = ids }
  }

  package init(dataset: String) { self.dataset = dataset }

  public var straddling: Int { groups.count { $0.straddles } }
}
