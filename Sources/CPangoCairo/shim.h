#pragma once

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <fontconfig/fcfreetype.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

/* g_object_unref is reached through a macro that Swift does not see. */
static inline void footfall_unref(void *object) { g_object_unref(object); }

/* The cast is a macro that Swift does not see. */
static inline void footfall_use_fonts(PangoFontMap *map, FcConfig *fonts) {
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), fonts);
}
