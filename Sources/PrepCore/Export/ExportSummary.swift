/// A record that could not be exported.
public struct ExportFailure: Sendable, Hashable {
  /// The file as it was named, and the 1-based line in it.
  public var file: String
  public var line: Int
  /// The item's id; made of file and line when the input has none.
  public var id: String
  public var code: ExportCode
  /// A sentence for a person: what was found, what is allowed.
  public var message: String

  package init(file: String, line: Int, id: String, code: ExportCode, message: String) {
    self.file = file
    self.line = line
    self.id = id
    self.code = code
    self.message = message
  }
}

/// How an export ended.
public struct ExportSummary: Sendable, Hashable {
  /// All failures of one code.
  public struct Failures: Sendable, Hashable {
    public var count: Int
    /// The first failure with this code.
    public var example: ExportFailure
  }

  public struct File: Sendable, Hashable {
    public var name: String
    public var bytes: Int
    /// Nil for a companion file.
    public var records: Int?
    /// Of the whole file, in hexadecimal.
    public var sha256: String

    package init(name: String, bytes: Int, records: Int?, sha256: String) {
      self.name = name
      self.bytes = bytes
      self.records = records
      self.sha256 = sha256
    }
  }

  public var dataset: String
  public var target: ExportTarget
  public var recordsBySplit: [Split: Int] = [:]
  public var failures: [ExportCode: Failures] = [:]
  /// Images in records; those that were encoded anew; those that were written as files, equal ones once.
  public var images = 0
  public var imagesConverted = 0
  public var imageFiles = 0
  public var imageFileBytes = 0
  /// The files with records and their companions, in order.
  public var files: [File] = []
  /// Aspects of the whole export that the provider will object to.
  public var notes: [String] = []

  package init(dataset: String, target: ExportTarget) {
    self.dataset = dataset
    self.target = target
  }

  public var records: Int { recordsBySplit.values.reduce(0, +) }
  public var failed: Int { failures.values.reduce(0) { $0 + $1.count } }

  package mutating func add(_ failure: ExportFailure) {
    failures[failure.code, default: Failures(count: 0, example: failure)].count += 1
  }
}

/// The progress of an export.
public struct ExportProgress: Sendable, Hashable {
  public var records = 0
  public var failed = 0

  package init() {}
}
