/// Who draws the pages of PDF documents.
public enum PageRendering: Sendable, Hashable {
  /// Helper processes, one a job, so that a hostile document can bring down nothing but its helper.
  /// `executable` is the path of the visionprep program.
  case helpers(executable: String)
  /// One lane in the calling process. Simple, slower, and only for documents that are trusted: a document that crashes the PDF
  /// library crashes the process.
  case inProcess
}
