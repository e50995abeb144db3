import Figures
import Foundation

/// The figures of a sample.
public enum FigureFiles {
  /// Writes a figure as PNG, SVG and PDF.
  ///
  /// - Parameters:
  ///   - figure: the figure.
  ///   - name: the name of the files without extension.
  ///   - folder: the folder, which is created if it does not exist.
  /// - Throws: `SampleError` if a file cannot be written, and `FigureError`.
  public static func write(_ figure: some Figure, _ name: String, to folder: String) throws {
    let folder = URL(filePath: folder)
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw SampleError("cannot create \(folder.path): give a folder that can be written to")
    }
    for format in FigureFormat.allCases {
      let url = folder.appending(path: "\(name).\(format.rawValue)")
      let content = Data(try figure.data(as: format))
      do { try content.write(to: url) } catch {
        throw SampleError("cannot write \(url.path): give a folder that can be written to")
      }
    }
  }
}
