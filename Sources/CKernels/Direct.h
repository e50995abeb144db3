// The direct sum for one channel.

// Copies a map and adds its padding.
static void NAME(pad)(const EdnetConvolution *shape, const float *x, float *padded) {
  long pitch = paddedPitch(shape);
  memset(padded, 0, paddedRows(shape) * pitch * sizeof(float));
  for (long y = 0; y < shape->height; y++) {
    memcpy(padded + (y + shape->padding) * pitch + shape->padding, x + y * shape->width,
           shape->width * sizeof(float));
  }
}

static void NAME(directForward)(const EdnetConvolution *shape, const float *x, const float *w,
                                const EdnetEpilogue *epilogue, float *y, float *scratch) {
  Tiling t = forwardTiling(shape, 0);
  float *sums = scratch;
  long outputCount = epilogue->pools ? (t.outputHeight / 2) * (t.outputWidth / 2) : t.outputHeight * t.outputWidth;
  for (long example = 0; example < shape->examples; example++) {
    long pitch = paddedPitch(shape);
    float *padded = sums + 2 * DIRECT_FILTERS * pitch;
    NAME(pad)(shape, x + example * shape->height * shape->width, padded);
    for (long line = 0; line < t.outputHeight; line += 2) {
      const float *source = padded + line * pitch;
      // The filters whose two rows fit into the registers.
      enum { FILTERS_AT_ONCE = ROWS / 2 };
      for (long first = 0; first < shape->filters; first += FILTERS_AT_ONCE) {
        long count = least(FILTERS_AT_ONCE, shape->filters - first);
        float g[FILTERS_AT_ONCE][9] = {{0}};
        memcpy(g, w + first * 9, count * 9 * sizeof(float));
        for (long column = 0; column < t.outputWidth; column += LANES) {
          Vector z[FILTERS_AT_ONCE][2];
          for (int k = 0; k < FILTERS_AT_ONCE; k++) z[k][0] = z[k][1] = (Vector){0};
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
              Vector value = LOAD(source + i * pitch + column + j);
              for (int k = 0; k < FILTERS_AT_ONCE; k++) {
                if (i < 3) z[k][0] += value * g[k][3 * i + j];
                if (i > 0) z[k][1] += value * g[k][3 * i - 3 + j];
              }
            }
          }
          for (int k = 0; k < FILTERS_AT_ONCE; k++) {
            STORE(sums + 2 * k * pitch + column, z[k][0]);
            STORE(sums + (2 * k + 1) * pitch + column, z[k][1]);
          }
        }
        for (int k = 0; k < count; k++) {
          long plane = (example * shape->filters + first + k) * outputCount;
          NAME(finishRows)(t.outputHeight, t.outputWidth, sums + 2 * k * pitch, sums + (2 * k + 1) * pitch, line,
                           epilogue->bias ? epilogue->bias[first + k] : 0, epilogue, y + plane,
                           epilogue->argmax ? epilogue->argmax + plane : NULL);
        }
      }
    }
  }
}

static void NAME(directGradient)(const EdnetConvolution *shape, const float *x, const float *dz, float *dw,
                                 float *scratch) {
  Tiling t = forwardTiling(shape, 0);
  for (long example = 0; example < shape->examples; example++) {
    long pitch = paddedPitch(shape);
    NAME(pad)(shape, x + example * shape->height * shape->width, scratch);
    for (long k = 0; k < shape->filters; k++) {
      const float *plane = dz + (example * shape->filters + k) * t.outputHeight * t.outputWidth;
      Part sums[9];
      for (int i = 0; i < 9; i++) sums[i] = (Part){0};
      for (long line = 0; line < t.outputHeight; line += 2) {
        for (long column = 0; column < t.outputWidth; column += PART_LANES) {
          const float *g = plane + line * t.outputWidth + column;
          Part upper = {0}, lower = {0};
          long count = least(PART_LANES, t.outputWidth - column);
          if (count == PART_LANES) {
            upper = LOAD_PART(g);
            if (line + 1 < t.outputHeight) lower = LOAD_PART(g + t.outputWidth);
          } else {
            memcpy(&upper, g, count * sizeof(float));
            if (line + 1 < t.outputHeight) memcpy(&lower, g + t.outputWidth, count * sizeof(float));
          }
          const float *source = scratch + line * pitch + column;
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
              Part value = LOAD_PART(source + i * pitch + j);
              if (i < 3) sums[3 * i + j] += upper * value;
              if (i > 0) sums[3 * i - 3 + j] += lower * value;
            }
          }
        }
      }
      for (int i = 0; i < 9; i++) {
        float sum = 0;
        for (int lane = 0; lane < PART_LANES; lane++) sum += sums[i][lane];
        dw[k * 9 + i] += sum;
      }
    }
  }
}
