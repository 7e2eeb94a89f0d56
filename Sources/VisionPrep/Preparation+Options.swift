import PrepSystem

extension Preparation {
  public typealias Options = PreparationOptions
}

extension PreparationOptions {
  /// - Parameters:
  ///   - pages: who draws the pages of PDF documents.
  ///   - jobs: by default the processors that this process may use.
  ///   - memory: by default half of what the container or machine allows.
  public init(pages: PageRendering = .inProcess, jobs: Int? = nil, memory: Int? = nil) {
    self.init(pages: pages, jobs: jobs ?? Machine.processors, memory: memory ?? Machine.memory / 2)
  }
}
