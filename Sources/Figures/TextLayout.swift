import CPangoCairo

/// A line of text in the font of figures; Pango takes signs that this font lacks from other fonts of the machine.
@safe package final class TextLayout {
  private let layout: OpaquePointer
  private let font: OpaquePointer

  /// Creates a layout to measure texts.
  package convenience init() {
    guard let surface = unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1),
      let context = unsafe cairo_create(surface)
    else { preconditionFailure("cairo always returns an object") }
    unsafe self.init(context)
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  /// Creates a layout to draw texts with a cairo context.
  init(_ context: OpaquePointer) {
    guard let layout = unsafe pango_cairo_create_layout(context), let font = unsafe pango_font_description_new(),
      let settings = unsafe pango_layout_get_context(layout), let options = unsafe cairo_font_options_create()
    else { preconditionFailure("pango always returns an object") }
    unsafe (self.layout, self.font) = (layout, font)
    unsafe pango_font_description_set_family(font, "DejaVu Sans, sans-serif")
    // The same widths in all formats and resolutions.
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe pango_cairo_context_set_font_options(settings, options)
    unsafe cairo_font_options_destroy(options)
    unsafe pango_context_set_round_glyph_positions(settings, 0)
    // A line break in a name is drawn as a sign.
    unsafe pango_layout_set_single_paragraph_mode(layout, 1)
  }

  deinit {
    unsafe pango_font_description_free(font)
    unsafe g_object_unref(UnsafeMutableRawPointer(layout))
  }

  private func set(_ text: String, size: Double) {
    unsafe pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
    unsafe pango_layout_set_font_description(layout, font)
    unsafe pango_layout_set_text(layout, text, -1)
  }

  /// The width of a text, in points.
  package func width(of text: String, size: Double) -> Double {
    set(text, size: size)
    var width: Int32 = 0
    unsafe pango_layout_get_size(layout, &width, nil)
    return Double(width) / Double(PANGO_SCALE)
  }

  /// True if the fonts of the machine have all signs of a text.
  func hasGlyphs(for text: String) -> Bool {
    set(text, size: 9)
    return unsafe pango_layout_get_unknown_glyphs_count(layout) == 0
  }

  /// Draws a text from the current point of a cairo context, which is the start of its base line.
  func show(_ text: String, size: Double, with context: OpaquePointer) {
    unsafe pango_cairo_update_layout(context, layout)
    set(text, size: size)
    guard let line = unsafe pango_layout_get_line_readonly(layout, 0) else { return }
    unsafe pango_cairo_show_layout_line(context, line)
  }
}
