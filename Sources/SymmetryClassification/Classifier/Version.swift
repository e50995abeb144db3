/// The version of ednet.
public enum Version {
  /// By semantic versioning; CHANGELOG.md says what each brought.
  public static let current = "0.1.0"
}
