import CPangoCairo
import Foundation

/// A page, in points of 1/72 inch from the top left.
///
/// All unsafe code of the module is in this file and in `TextLayout`.
@safe public final class Canvas {
  /// The end of a text that its position refers to.
  package enum Anchor { case start, middle, end }

  private let context: OpaquePointer
  private let layout: TextLayout
  private let legible: LegibleText

  fileprivate init(_ context: OpaquePointer) {
    unsafe self.context = context
    layout = unsafe TextLayout(context)
    legible = LegibleText(hasGlyphs: layout.hasGlyphs)
    unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  private func use(_ color: Color) { unsafe cairo_set_source_rgb(context, color.red, color.green, color.blue) }

  /// Fills a rectangle.
  package func fill(x: Double, y: Double, width: Double, height: Double, _ color: Color) {
    use(color)
    unsafe cairo_rectangle(context, x, y, width, height)
    unsafe cairo_fill(context)
  }

  /// Draws the edge of a rectangle.
  package func frame(x: Double, y: Double, width: Double, height: Double, _ color: Color) {
    use(color)
    unsafe cairo_set_line_width(context, 0.7)
    unsafe cairo_rectangle(context, x, y, width, height)
    unsafe cairo_stroke(context)
  }

  /// Draws a line through points.
  package func line(_ points: [SIMD2<Double>], _ color: Color, width: Double = 1, dash: [Double] = []) {
    guard let first = points.first else { return }
    use(color)
    unsafe cairo_set_line_width(context, width)
    unsafe cairo_set_dash(context, dash, Int32(dash.count), 0)
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_stroke(context)
    unsafe cairo_set_dash(context, dash, 0, 0)
  }

  /// Draws a line through points, and a dot at each point if a radius is given.
  package func curve(_ points: [SIMD2<Double>], _ color: Color, dots radius: Double?) {
    line(points, color, width: 1.5)
    guard let radius else { return }
    for point in points { dot(point, radius: radius, color) }
  }

  /// Draws a dot.
  package func dot(_ center: SIMD2<Double>, radius: Double, _ color: Color) {
    use(color)
    unsafe cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
    unsafe cairo_fill(context)
  }

  /// Draws a filled polygon with an edge.
  package func polygon(_ points: [SIMD2<Double>], _ color: Color, edge: Color) {
    guard let first = points.first else { return }
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_close_path(context)
    use(color)
    unsafe cairo_fill_preserve(context)
    use(edge)
    unsafe cairo_set_line_width(context, 0.8)
    unsafe cairo_stroke(context)
  }

  /// Draws something within a rectangle and nothing outside it.
  package func clipped(x: Double, y: Double, width: Double, height: Double, _ draw: () -> Void) {
    unsafe cairo_save(context)
    unsafe cairo_rectangle(context, x, y, width, height)
    unsafe cairo_clip(context)
    draw()
    unsafe cairo_restore(context)
  }

  /// Draws an image into a rectangle.
  ///
  /// - Parameters:
  ///   - image: the image; each pixel has red, green and blue from 0 to 1.
  ///   - x: the left edge.
  ///   - y: the upper edge.
  ///   - width: the width; the height follows from the aspect ratio.
  ///   - isSmooth: true to interpolate colours, false for pixels with sharp edges.
  package func draw(_ image: ColorImage, x: Double, y: Double, width: Double, isSmooth: Bool = true) {
    guard let surface = unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(image.width), Int32(image.height)),
      let data = unsafe cairo_image_surface_get_data(surface)
    else { return }
    let stride = unsafe Int(cairo_image_surface_get_stride(surface))
    for row in 0..<image.height {
      for column in 0..<image.width {
        let color = image.pixels[row * image.width + column]
        // NaN is black.
        func byte(_ value: Double) -> UInt32 { value > 0 ? UInt32((min(value, 1) * 255).rounded()) : 0 }
        let pixel = byte(color.red) << 16 | byte(color.green) << 8 | byte(color.blue)
        unsafe (data + row * stride + 4 * column).withMemoryRebound(to: UInt32.self, capacity: 1) {
          unsafe $0.pointee = pixel
        }
      }
    }
    unsafe cairo_surface_mark_dirty(surface)
    let scale = width / Double(image.width)
    unsafe cairo_save(context)
    unsafe cairo_translate(context, x, y)
    unsafe cairo_scale(context, scale, scale)
    unsafe cairo_set_source_surface(context, surface, 0, 0)
    // Without padding, the edge would fade into the page.
    unsafe cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    if !isSmooth { unsafe cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST) }
    unsafe cairo_rectangle(context, 0, 0, Double(image.width), Double(image.height))
    unsafe cairo_fill(context)
    unsafe cairo_restore(context)
    unsafe cairo_surface_destroy(surface)
  }

  /// The width of a text.
  package func width(of text: String, size: Double) -> Double { layout.width(of: legible(text), size: size) }

  /// A text whose end is cut so that it is not wider than a number of points.
  package func shortened(_ text: String, to width: Double, size: Double) -> String {
    guard self.width(of: text, size: size) > width else { return text }
    var cut = text
    while !cut.isEmpty && self.width(of: cut + "…", size: size) > width { cut.removeLast() }
    return cut + "…"
  }

  /// Writes a text, or its form in ``LegibleText`` if no font has all its signs.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - point: the position of the anchor, at the middle of the text's height.
  ///   - size: the size of the font, in points.
  ///   - anchor: the end of the text at the position.
  ///   - color: the colour.
  ///   - turned: true for a text that runs upwards.
  package func write(
    _ text: String,
    at point: SIMD2<Double>,
    size: Double,
    _ anchor: Anchor = .start,
    _ color: Color = .black,
    turned: Bool = false
  ) {
    let text = legible(text)
    let advance = layout.width(of: text, size: size)
    use(color)
    unsafe cairo_save(context)
    unsafe cairo_translate(context, point.x, point.y)
    if turned { unsafe cairo_rotate(context, -.pi / 2) }
    let shift =
      switch anchor {
      case .start: 0.0
      case .middle: advance / 2
      case .end: advance
      }
    // The height of the font's capitals is 0.73 of its size.
    unsafe cairo_move_to(context, -shift, 0.365 * size)
    unsafe layout.show(text, size: size, with: context)
    unsafe cairo_restore(context)
  }
}

/// The file formats of figures.
public enum FigureFormat: String, Sendable, CaseIterable {
  case png, svg, pdf

  /// The format of a file's extension; nil for any other.
  public init?(path: String) { self.init(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased()) }
}

extension Figure {
  /// The resolution of PNG files, in pixels per inch.
  public static var resolution: Double { 300 }

  /// Width and height of PNG files, in pixels.
  public var pixels: SIMD2<Int> {
    let exact = (size * Self.resolution / 72).rounded(.up)
    return [Int(exact.x), Int(exact.y)]
  }

  /// The content of the figure's file.
  ///
  /// - Throws: `FigureError` if it cannot be drawn, for example because a side has more than 32,767 pixels.
  public func data(as format: FigureFormat) throws(FigureError) -> [UInt8] {
    let sink = Sink()
    let pointer = unsafe Unmanaged.passUnretained(sink).toOpaque()
    let scale = format == .png ? Self.resolution / 72 : 1
    let (width, height) = (size.x, size.y)
    let surface: OpaquePointer? =
      switch format {
      case .png: unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(pixels.x), Int32(pixels.y))
      case .svg: unsafe cairo_svg_surface_create_for_stream(append, pointer, width, height)
      case .pdf: unsafe cairo_pdf_surface_create_for_stream(append, pointer, width, height)
      }
    // Cairo returns objects in an error state rather than none.
    guard let surface = unsafe surface, let context = unsafe cairo_create(surface) else {
      preconditionFailure("cairo always returns an object")
    }
    unsafe cairo_scale(context, scale, scale)
    let canvas = unsafe Canvas(context)
    // One point more, since the last row and column of pixels may be half outside.
    canvas.fill(x: 0, y: 0, width: width + 1, height: height + 1, .white)
    draw(on: canvas)
    // After an error, cairo keeps its status and draws nothing more.
    var status = unsafe cairo_status(context)
    unsafe cairo_destroy(context)
    if format == .png && status == CAIRO_STATUS_SUCCESS {
      status = unsafe cairo_surface_write_to_png_stream(surface, append, pointer)
    }
    unsafe cairo_surface_finish(surface)
    if status == CAIRO_STATUS_SUCCESS { status = unsafe cairo_surface_status(surface) }
    unsafe cairo_surface_destroy(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw FigureError(
        size: format == .png ? pixels : [Int(width), Int(height)],
        unit: format == .png ? "pixels" : "points",
        reason: unsafe String(cString: cairo_status_to_string(status))
      )
    }
    return format == .png ? PNGResolution.stating(Self.resolution, in: sink.bytes) : sink.bytes
  }
}

/// An error in drawing a figure.
public struct FigureError: Error, Sendable, CustomStringConvertible {
  let size: SIMD2<Int>
  let unit: String
  let reason: String

  /// One sentence.
  public var description: String { "a figure of \(size.x) × \(size.y) \(unit) cannot be drawn: \(reason)" }
}

/// The bytes that cairo writes.
private final class Sink { var bytes: [UInt8] = [] }

private func append(_ sink: UnsafeMutableRawPointer?, _ data: UnsafePointer<UInt8>?, _ length: UInt32) -> cairo_status_t
{
  guard let sink = unsafe sink, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
  let bytes = unsafe UnsafeBufferPointer(start: data, count: Int(length))
  unsafe Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes.append(contentsOf: bytes)
  return CAIRO_STATUS_SUCCESS
}
