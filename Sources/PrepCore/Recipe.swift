/// The definition of a dataset: where its items come from, how their images are processed, and what their records contain.
///
/// A recipe is read from YAML (`Recipe(contentsOf:)` of the library) or built in code. It is a value: nothing is opened or
/// checked on disk here.
public struct Recipe: Sendable, Hashable {
  /// The dataset's name.
  public var dataset: String
  public var source: Source
  /// Rows of a table that do not meet all of these are left out.
  public var conditions: [RowCondition] = []
  public var fetch = Fetch()
  public var render = Render()
  public var image = Image()
  public var prompt: Prompt
  public var answer: Answer
  public var split = Splitting()
  /// The provider that will train on the dataset: the name of a profile, or the path of a profile file (.yaml, .yml or .json).
  public var provider = "openai"
  /// The model that is trained, as ``Image/fit`` needs to know it: a name or an alias from the table of models, or `ft:…` for one
  /// that was already tuned.
  public var model: String?
  public var files = Files()
  public var goals = Goals()
  /// The folder that relative paths start from; the folder of the recipe's file.
  public var folder: String

  public init(dataset: String, source: Source, prompt: Prompt, answer: Answer, folder: String) {
    self.dataset = dataset
    self.source = source
    self.prompt = prompt
    self.answer = answer
    self.folder = folder
  }
}

extension Recipe {
  /// Whether a provider is given as a file and not by its name.
  package static func isProfilePath(_ provider: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { provider.lowercased().hasSuffix($0) }
  }

  /// Where the items come from.
  public enum Source: Sendable, Hashable {
    /// A CSV, TSV, JSON or JSONL file; `images` are columns that hold a path or an address.
    case table(path: String, id: String?, images: [String])
    /// The rows of a query on an SQLite database.
    case sqlite(path: String, query: String, id: String?, images: [String])
    /// PDF files by a glob or a folder, joined by file name to the rows of a label table.
    /// `id` is the label table's column that holds the file's name, `password` one that holds the document's password.
    case documents(glob: String, labels: String?, id: String, password: String?)

    /// The path or the pattern of the input, as the recipe writes it.
    public var path: String {
      switch self {
      case .table(let path, _, _), .sqlite(let path, _, _, _), .documents(let path, _, _, _): path
      }
    }

    /// False when the items are texts alone.
    public var hasImages: Bool {
      switch self {
      case .table(_, _, let images), .sqlite(_, _, _, let images): !images.isEmpty
      case .documents: true
      }
    }
  }

  /// How http and https sources are downloaded.
  public struct Fetch: Sendable, Hashable {
    /// Seconds for one try of one source from start to end, redirects included.
    public var timeout: Double = 30
    /// Tries after the first, where a failure may pass: no connection, a time-out, 429, 5xx.
    public var retries = 3
    /// Seconds for all tries of one source, the waits between them included.
    public var deadline: Double = 120
    public var maxBytes = ByteSize(bytes: 50_000_000)
    public var redirects = 5
    /// Connections to one host at a time.
    public var perHost = 8
    /// Whether loopback, link-local and private addresses may be fetched.
    public var allowPrivate = false
    /// Sent to the host of each address, and to no other that it redirects to.
    public var headers: [Header] = []
    /// The `User-Agent` that replaces the program's name and version.
    public var userAgent: String?
    /// A PEM file with the certificate authorities to trust instead of the system's.
    public var caFile: String?
    public init() {}
  }

  /// A header of requests. Its value may be a secret, so it is never described.
  public struct Header: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var name: String
    /// The text, in which `${NAME}` stands for a variable of the environment until the run fills it in.
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }

    public var description: String { "\(name): ..." }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
  }

  /// How pages of PDF documents become images.
  public struct Render: Sendable, Hashable {
    public enum Per: String, Sendable, Hashable, CaseIterable { case document, page }
    /// How many crops a large page has beside its overview.
    public enum Tiles: Sendable, Hashable {
      /// As many as show it at ``Render/dpi``, within the provider's number of images, and within 30 in an example.
      case auto
      /// At most this many a page, within the provider's number of images.
      case most(Int)
    }
    /// Dots per inch; a page's pixels are its points x dpi / 72.
    public var dpi: Double = 300
    public var pages = PageSelection.all
    /// One item a document, with all its pages, or one a page.
    public var per = Per.document
    /// Whether a page that ``Image/fit`` or ``Image/maxSide`` makes smaller is followed by crops of it; nil for none.
    public var tiles: Tiles?
    /// Seconds that one page may take.
    public var timeout: Double = 120
    public init() {}
  }

  /// What is done to images.
  public struct Image: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable { case auto, jpeg, png }
    /// How the bytes of an image are checked that are kept as they are.
    public enum Verify: String, Sendable, Hashable, CaseIterable {
      /// Every pixel is decoded once.
      case decode
      /// Markers, chunks, lengths and checksums alone: many times faster, and blind to damage inside the compressed data.
      case structure
    }
    /// What is done with a JPEG whose data ends early.
    public enum Truncated: String, Sendable, Hashable, CaseIterable {
      /// It is a failure.
      case refuse
      /// It is used when at least half of its rows have come, or of a progressive one the whole first scan; its row says so.
      case accept
    }
    public enum Detail: String, Sendable, Hashable, CaseIterable { case auto, low, high }
    /// What an image is made small enough for.
    public enum Fit: String, Sendable, Hashable, CaseIterable {
      /// The size in which ``Recipe/model`` sees it: all that its preprocessing would throw away is left out before.
      case model
    }
    /// `auto` keeps the bytes when they already satisfy recipe and provider, else takes PNG for flat graphics and JPEG for
    /// photos.
    public var format = Format.auto
    /// Smallest long side in pixels; below is a failure.
    public var minSide: Int?
    /// Largest long side in pixels; above is resized.
    public var maxSide: Int?
    /// What larger images are made small for, beside ``maxSide``.
    public var fit: Fit?
    /// Largest encoded size; above, quality and then size are stepped down.
    public var maxBytes: ByteSize?
    /// Largest width x height of an input.
    public var maxPixels = Limits().maxPixels
    /// JPEG quality, 1 to 100.
    public var quality = 90
    public var detail: Detail?
    public var verify = Verify.decode
    public var truncated = Truncated.refuse
    /// Whether each image's quality is assessed and its flags are written to its row.
    public var flags = false
    /// Flags that make an item fail; when not empty, quality is assessed.
    public var refuse: [PictureFlag] = []
    public init() {}
  }

  /// What the model is asked.
  public struct Prompt: Sendable, Hashable {
    public enum Variant: String, Sendable, Hashable, CaseIterable { case tuned, base }
    /// One text for all models, or one for a tuned and one for a base model.
    public enum Text: Sendable, Hashable {
      case one(Template)
      case two(tuned: Template, base: Template)

      package func template(for variant: Variant) -> Template {
        switch (self, variant) {
        case (.one(let template), _), (.two(let template, _), .tuned), (.two(_, let template), .base): template
        }
      }
    }
    public var system: Text?
    public var user: Text
    public init(system: Text?, user: Text) {
      self.system = system
      self.user = user
    }
  }

  /// What the model should answer.
  public enum Answer: Sendable, Hashable {
    /// A compact JSON object of these columns, in this order, with their types kept.
    case json([String])
    case text(Template)
  }

  /// How items are divided.
  public struct Splitting: Sendable, Hashable {
    /// Shares of the items; they add up to 1.
    public var train = 1.0
    public var validation = 0.0
    public var test = 0.0
    /// A column whose values are spread evenly over the splits.
    public var stratify: String?
    /// A column whose equal values stay together.
    public var group: String?
    /// A table with the columns `id` and `group`; items of one group stay together, as with ``group``.
    public var groups: String?
    public var seed = 0
    /// Whether the sizes of the splits are those of the shares, and not only near to them on average.
    public var exact = false
    /// A column that says the split of each row; nothing else then decides.
    public var column: String?
    /// An output folder of an earlier preparation: its items stay in the splits where they were.
    public var keep: String?
    /// A number of folds for cross-validation: each fold is made into a folder of its own, in which its items are the test split.
    public var folds: Int?
    /// The fold whose folder is made, from 1; of a recipe with ``folds``.
    package var fold = 1
    public init() {}
  }

  /// How output files are cut.
  public struct Files: Sendable, Hashable {
    /// Largest output file, newlines counted.
    public var maxBytes = ByteSize(bytes: 512_000_000)
    public init() {}
  }
}
