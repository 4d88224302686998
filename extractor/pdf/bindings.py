"""The functions of pdfium we call, bound for speed.

pypdfium2's own bindings convert every argument; called once a character that
conversion is most of the cost. Here the same functions are bound with plain
integers for pointers. What they are called for stands in :mod:`extractor.pdf.native`;
these and :mod:`extractor.pdf.colors` are the only modules that know pdfium's C interface.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as raw


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(raw, name), c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


load_page = _bind("FPDF_LoadPage", c_void_p, c_void_p, c_int)
close_page = _bind("FPDF_ClosePage", None, c_void_p)
load_text = _bind("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _bind("FPDFText_ClosePage", None, c_void_p)
count_chars = _bind("FPDFText_CountChars", c_int, c_void_p)
get_text = _bind("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
unicode = _bind("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
loose_box = _bind("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
is_generated = _bind("FPDFText_IsGenerated", c_int, c_void_p, c_int)
unmapped = _bind("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
angle = _bind("FPDFText_GetCharAngle", c_float, c_void_p, c_int)
text_object = _bind("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
count_annotations = _bind("FPDFPage_GetAnnotCount", c_int, c_void_p)
annotation = _bind("FPDFPage_GetAnnot", c_void_p, c_void_p, c_int)
annotation_kind = _bind("FPDFAnnot_GetSubtype", c_int, c_void_p)
close_annotation = _bind("FPDFPage_CloseAnnot", None, c_void_p)
flatten = _bind("FPDFPage_Flatten", c_int, c_void_p, c_int)
page_box = _bind("FPDF_GetPageBoundingBox", c_int, c_void_p, c_void_p)
rotation = _bind("FPDFPage_GetRotation", c_int, c_void_p)
count_objects = _bind("FPDFPage_CountObjects", c_int, c_void_p)
page_object = _bind("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
form_count = _bind("FPDFFormObj_CountObjects", c_int, c_void_p)
form_object = _bind("FPDFFormObj_GetObject", c_void_p, c_void_p, c_ulong)
object_type = _bind("FPDFPageObj_GetType", c_int, c_void_p)
bounds = _bind("FPDFPageObj_GetBounds", c_int, c_void_p, *[c_void_p] * 4)
matrix = _bind("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
draw_mode = _bind("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
fill_color = _bind("FPDFPageObj_GetFillColor", c_int, c_void_p, *[c_void_p] * 4)
stroke_color = _bind("FPDFPageObj_GetStrokeColor", c_int, c_void_p, *[c_void_p] * 4)
count_segments = _bind("FPDFPath_CountSegments", c_int, c_void_p)
segment = _bind("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
segment_point = _bind("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
segment_type = _bind("FPDFPathSegment_GetType", c_int, c_void_p)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
clip_path = _bind("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
clip_count = _bind("FPDFClipPath_CountPaths", c_int, c_void_p)
clip_segments = _bind("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
clip_segment = _bind("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)
count_marks = _bind("FPDFPageObj_CountMarks", c_int, c_void_p)
mark = _bind("FPDFPageObj_GetMark", c_void_p, c_void_p, c_ulong)
mark_name = _bind("FPDFPageObjMark_GetName", c_int, c_void_p, c_void_p, c_ulong, c_void_p)
mark_value = _bind("FPDFPageObjMark_GetParamBlobValue", c_int, *[c_void_p] * 3, c_ulong, c_void_p)
remove = _bind("FPDFPage_RemoveObject", c_int, c_void_p, c_void_p)
remove_from_form = _bind("FPDFFormObj_RemoveObject", c_int, c_void_p, c_void_p)
destroy = _bind("FPDFPageObj_Destroy", None, c_void_p)
