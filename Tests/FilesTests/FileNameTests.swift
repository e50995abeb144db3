import Files
import Testing

@Suite struct FileNameTests {
  @Test func aNameInUTF8IsItsText() {
    let name = FileName("Prüfung.png".utf8)
    #expect(name.text == "Prüfung.png" && name.description == "Prüfung.png")
  }

  @Test func aNameInLatin1HasNoTextAndIsShownWithItsBytes() {
    let name = FileName(Array("Pr".utf8) + [0xFC] + Array("fung.png".utf8))
    #expect(name.text == nil)
    #expect(name.description == #"Pr\xFCfung.png"#)
  }
}
