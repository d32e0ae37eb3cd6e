// Puts interactive charts in the place of the pictures, where the shared plotly.min.js is at hand; paper keeps the pictures.
function draw() {
  if (!window.Plotly) return;
  for (const plot of document.querySelectorAll(".plot")) {
    const { data, layout } = JSON.parse(plot.nextElementSibling.textContent);
    plot.hidden = false;
    plot.parentElement.classList.add("drawn");
    Plotly.newPlot(plot, data, layout, { responsive: true, displayModeBar: false });
  }
}

// Plotly measures its labels once: the font must be there by then.
window.addEventListener("DOMContentLoaded", () => document.fonts.load('1em "jiping Chinese"', "评").then(draw, draw));
