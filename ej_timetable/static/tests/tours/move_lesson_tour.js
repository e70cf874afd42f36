import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ej_timetable_move_lesson", {
    steps: () => [
        { trigger: ".ej_week_table" },
        { trigger: ".ej_week_lesson:contains(Физика)", run: "click" },
        { trigger: ".modal .o_field_widget[name=pair] input", run: "edit 2" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Медосмотр" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".ej_week_table tbody tr:nth-child(2) .ej_week_lesson:contains(Физика) em" },
    ],
});
