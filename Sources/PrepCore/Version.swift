/// The program's name and version, as used in manifests and request headers.
public enum ProgramVersion {
  public static let name = "visionprep"
  public static let current = "0.1.0"
}
