/// The version of ednet.
public enum Version {
  /// A semantic version; CHANGELOG.md lists the changes.
  public static let current = "0.1.0"
}
