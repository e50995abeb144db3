import Foundation

/// PNG files that are not grey, which ednet's own writer never makes.
public enum ColorImages {
  /// One red pixel: colour type 2, 8 bit.
  public static let red = bytes(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4wcUFAAJ6AN1nJ0J9AAAAAElFTkSuQmCC"
  )
  /// One half transparent grey pixel: colour type 4, 8 bit.
  public static let translucentGray = bytes(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR4nGOIagAAATcA27EwShoAAAAASUVORK5CYII="
  )

  private static func bytes(_ base64: String) -> [UInt8] {
    guard let data = Data(base64Encoded: base64) else { preconditionFailure("no base 64") }
    return [UInt8](data)
  }
}
