import Imaging
import Testing

@Suite struct ImageFileErrorTests {
  @Test(arguments: [
    (ImageFileError.Reason.unreadable("not a regular file"), "cannot be read: not a regular file"),
    (.noSuchFile, "no such file"), (.isFolder, "is a folder"), (.empty, "is empty"),
    (.unknownFormat("it starts like a GIF file"), "is not an image in a known format (it starts like a GIF file)"),
    (.foreign("a ZIP archive; unpack it"), "is a ZIP archive; unpack it"),
    (.truncated("after row 12 of 60"), "truncated after row 12 of 60"), (.damaged("no palette"), "damaged: no palette"),
    (.tooLarge("more than 9 bytes"), "too large: more than 9 bytes"),
    (.unwritable("disk full"), "cannot be written: disk full"),
  ])
  func messagesNameTheFileAndTheReason(reason: ImageFileError.Reason, text: String) {
    #expect("\(ImageFileError(file: "scan/7.png", reason: reason))" == "scan/7.png: \(text)")
  }
}
